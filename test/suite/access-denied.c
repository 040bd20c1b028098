/* SPDX-License-Identifier: Apache-2.0 */
/*
 * access-denied - whether another user's file could be read is asked.
 * Group: metadata
 * Calls: access
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
	REFUSED(EACCES, access(TEST, R_OK));
}

PROGRAM("access-denied")
