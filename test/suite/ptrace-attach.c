/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace-attach - another process is traced.
 * Group: processes
 * Calls: ptrace
 * Flows: 1. task -> memory (ptrace_attach)   2. task -> tracee (ptrace_attach_task)
 */
#include "suite.h"

#include <sys/ptrace.h>

static pid_t child;

static void wait_for_stop(void)
{
	MUST(waitpid(child, NULL, __WALL));
}

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	MUST(ptrace(PTRACE_ATTACH, child, 0, 0));
	wait_for_stop();
	MUST(ptrace(PTRACE_DETACH, child, 0, 0));
}

PROGRAM("ptrace-attach")
