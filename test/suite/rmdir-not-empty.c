/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rmdir-not-empty - a directory that holds a file.
 * Group: directories
 * Calls: rmdir
 * Flows: 1. task -> directory (unlink)
 *        The hook is called before the directory is looked into.
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
	make_file("sub/" TEST);
}

static void target(void)
{
	REFUSED(ENOTEMPTY, rmdir("sub"));
}

PROGRAM("rmdir-not-empty")
