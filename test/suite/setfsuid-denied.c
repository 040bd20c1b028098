/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setfsuid-denied - the user id for files becomes root's: nothing changes and no error is told.
 * Group: identity
 * Calls: setfsuid
 * Flows: 1. task -> new memory (clone_mem)
 *        The copy of the credentials is made before the rights are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/fsuid.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	setfsuid(0);
}

PROGRAM("setfsuid-denied")
