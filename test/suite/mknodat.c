/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mknodat - the same relative to a descriptor.
 * Group: ProvMark: Mknod
 * Calls: mknodat
 * Flows: 1. task -> directory (inode_create)   2. task -> file (inode_create)
 *        3. name -> file (named)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(mknodat(directory, TEST, S_IFREG | 0600, 0));
}

PROGRAM("mknodat")
