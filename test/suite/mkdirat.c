/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkdirat - the same relative to a descriptor.
 * Group: directories
 * Calls: mkdirat
 * Flows: 1. task -> directory (inode_create)   2. name -> directory (named)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(mkdirat(directory, "sub", 0700));
}

PROGRAM("mkdirat")
