/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-directory - a directory is opened.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (open)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
}

static void target(void)
{
	MUST(open("sub", O_RDONLY | O_DIRECTORY));
}

PROGRAM("open-directory")
