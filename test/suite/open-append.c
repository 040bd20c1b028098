/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-append - a file is opened to add to it, and added to.
 * Group: open flags
 * Calls: open, write
 * Flows: 1. file -> task (open)   2. task -> file (write)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	int file = MUST(open(TEST, O_WRONLY | O_APPEND));

	MUST(write(file, "x", 1));
}

PROGRAM("open-append")
