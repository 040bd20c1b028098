/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-tmpfile-denied - a file without a name where the user must not write.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EACCES, open(".", O_TMPFILE | O_RDWR, 0600));
}

PROGRAM("open-tmpfile-denied")
