/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-denied - the file of another user.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	become_nobody();
}

static void target(void)
{
	REFUSED(EACCES, open(TEST, O_RDONLY));
}

PROGRAM("open-denied")
