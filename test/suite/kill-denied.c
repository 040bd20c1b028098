/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill-denied - a signal to another user's process.
 * Group: processes
 * Calls: kill
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = idle_child();
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, kill(child, SIGTERM));
}

PROGRAM("kill-denied")
