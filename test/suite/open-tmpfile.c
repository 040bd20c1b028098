/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-tmpfile - a file without a name.
 * Group: open flags
 * Calls: open
 * Flows: 1. file -> task (open)
 */
#include "suite.h"

static void target(void)
{
	int file = open(".", O_TMPFILE | O_RDWR, 0600);

	if (file < 0)
		skip("no O_TMPFILE here");
}

BARE_PROGRAM("open-tmpfile")
