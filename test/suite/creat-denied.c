/* SPDX-License-Identifier: Apache-2.0 */
/*
 * creat-denied - a file where the user must not make one.
 * Group: open flags
 * Calls: creat
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EACCES, creat(TEST, 0600));
}

PROGRAM("creat-denied")
