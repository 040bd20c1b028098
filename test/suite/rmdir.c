/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rmdir - a directory is removed.
 * Group: directories
 * Calls: rmdir
 * Flows: 1. task -> directory (unlink)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	MUST(rmdir("sub"));
}

PROGRAM("rmdir")
