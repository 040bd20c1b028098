/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace-traceme - a child asks to be traced.
 * Group: processes
 * Calls: ptrace, wait4
 * Flows: 1. child -> tracer (ptrace_traceme)
 */
#include "suite.h"

#include <sys/ptrace.h>

static void target(void)
{
	pid_t child = MUST(fork());

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, 0, 0);
		_exit(0);
	}
	wait_for(child);
}

BARE_PROGRAM("ptrace-traceme")
