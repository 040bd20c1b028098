/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setuid-denied - a user wants to be root.
 * Group: identity
 * Calls: setuid
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
	REFUSED(EPERM, setuid(0));
}

PROGRAM("setuid-denied")
