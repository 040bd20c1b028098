/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-renameat - the same relative to a descriptor.
 * Group: ProvMark: failure
 * Calls: renameat
 * Flows: none. The access check of the directory was recorded when it was opened.
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	REFUSED(ENOENT, renameat(directory, "missing", directory, "second"));
}

PROGRAM("fail-renameat")
