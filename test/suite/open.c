/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open - a file is opened for reading and writing.
 * Group: ProvMark: OpenClose
 * Calls: open
 * Flows: 1. file -> task (perm_check)   2. file -> task (open)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(open(TEST, O_RDWR));
}

PROGRAM("open")
