/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unlinkat-not-directory - a file is to be removed as a directory.
 * Group: directories
 * Calls: unlinkat
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(ENOTDIR, unlinkat(AT_FDCWD, TEST, AT_REMOVEDIR));
}

PROGRAM("unlinkat-not-directory")
