/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setpgid-missing - there is no such child.
 * Group: processes
 * Calls: setpgid
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = ended_child();
}

static void target(void)
{
	REFUSED(ESRCH, setpgid(child, 0));
}

PROGRAM("setpgid-missing")
