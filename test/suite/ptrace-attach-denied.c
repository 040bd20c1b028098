/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace-attach-denied - another user's process is to be traced.
 * Group: processes
 * Calls: ptrace
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/ptrace.h>

static pid_t child;

static void prepare(void)
{
	child = idle_child();
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, ptrace(PTRACE_ATTACH, child, NULL, NULL));
}

PROGRAM("ptrace-attach-denied")
