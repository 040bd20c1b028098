/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-append-denied - another user's file is opened to add to it.
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
	REFUSED(EACCES, open(TEST, O_WRONLY | O_APPEND));
}

PROGRAM("open-append-denied")
