/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill-missing - there is no such process.
 * Group: processes
 * Calls: kill
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
	REFUSED(ESRCH, kill(child, SIGTERM));
}

PROGRAM("kill-missing")
