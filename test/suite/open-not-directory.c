/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-not-directory - a file is opened as a directory.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(ENOTDIR, open(TEST, O_RDONLY | O_DIRECTORY));
}

PROGRAM("open-not-directory")
