/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-link - a file is opened through a symbolic link.
 * Group: open flags
 * Calls: open
 * Flows: 1. link -> task (read_link)   2. file -> task (open)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	MUST(symlink(TEST, "second"));
}

static void target(void)
{
	MUST(open("second", O_RDONLY));
}

PROGRAM("open-link")
