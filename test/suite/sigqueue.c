/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sigqueue - a signal with a value.
 * Group: processes
 * Calls: rt_sigqueueinfo
 * Flows: 1. task -> child (signal)
 */
#include "suite.h"

static pid_t child;
static union sigval value;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	MUST(sigqueue(child, SIGKILL, value));
	wait_for(child);
}

PROGRAM("sigqueue")
