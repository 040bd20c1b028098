/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sigqueue-denied - a signal with a value to another user's process.
 * Group: processes
 * Calls: rt_sigqueueinfo
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
	REFUSED(EPERM, sigqueue(child, SIGTERM, (union sigval){.sival_int = 1}));
}

PROGRAM("sigqueue-denied")
