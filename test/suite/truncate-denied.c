/* SPDX-License-Identifier: Apache-2.0 */
/*
 * truncate-denied - another user's file is to be emptied.
 * Group: metadata
 * Calls: truncate
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
	REFUSED(EACCES, truncate(TEST, 0));
}

PROGRAM("truncate-denied")
