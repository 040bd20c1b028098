/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setgid-denied - a user wants the group of root.
 * Group: identity
 * Calls: setgid
 * Flows: 1. task -> new memory (clone_mem)
 *        The copy of the credentials is made before the rights are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, setgid(0));
}

PROGRAM("setgid-denied")
