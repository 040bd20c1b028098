/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setresuid-denied - all three user ids become root's.
 * Group: identity
 * Calls: setresuid
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, setresuid(0, 0, 0));
}

PROGRAM("setresuid-denied")
