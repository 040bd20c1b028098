/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace-peek-untraced - a word of a process that is not traced.
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
}

static void target(void)
{
	REFUSED(ESRCH, ptrace(PTRACE_PEEKDATA, child, &child, NULL));
}

PROGRAM("ptrace-peek-untraced")
