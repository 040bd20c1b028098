/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openat - the same relative to a descriptor.
 * Group: ProvMark: OpenClose
 * Calls: openat
 * Flows: 1. file -> task (perm_check)   2. file -> task (open)
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
	MUST(openat(directory, TEST, O_RDWR));
}

PROGRAM("openat")
