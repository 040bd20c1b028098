/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename-over-directory - a file gets the name of a directory.
 * Group: directories
 * Calls: rename
 * Flows: none. The walk along the path was recorded when the directory was made.
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	REFUSED(EISDIR, rename(TEST, "sub"));
}

PROGRAM("rename-over-directory")
