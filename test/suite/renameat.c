/* SPDX-License-Identifier: Apache-2.0 */
/*
 * renameat - the same relative to a descriptor.
 * Group: ProvMark: Rename
 * Calls: renameat
 * Flows: 1. task -> file (rename)   2. new name -> file (named)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	make_file(TEST);
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(renameat(directory, TEST, directory, "second"));
}

PROGRAM("renameat")
