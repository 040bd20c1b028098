/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setsid-leader - the leader of a group wants a session.
 * Group: processes
 * Calls: setsid
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void prepare(void)
{
	MUST(setpgid(0, 0));
}

static void target(void)
{
	REFUSED(EPERM, setsid());
}

PROGRAM("setsid-leader")
