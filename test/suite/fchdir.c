/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchdir - the same by a descriptor.
 * Group: directories
 * Calls: fchdir
 * Gap: no new flow: the access check of the directory was recorded when it was opened.
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
	directory = MUST(open("sub", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(fchdir(directory));
}

PROGRAM("fchdir")
