/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unlinkat-dir - the same by unlinkat.
 * Group: directories
 * Calls: unlinkat
 * Flows: 1. task -> directory (unlink)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	MUST(unlinkat(AT_FDCWD, "sub", AT_REMOVEDIR));
}

PROGRAM("unlinkat-dir")
