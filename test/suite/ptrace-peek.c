/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace-peek - a word of a traced process is read.
 * Group: processes
 * Calls: ptrace
 * Flows: 1. memory -> task (ptrace_read)
 */
#include "suite.h"

#include <sys/ptrace.h>

static pid_t child;
static long there;

static void prepare(void)
{
	child = idle_child();
	MUST(ptrace(PTRACE_ATTACH, child, 0, 0));
	MUST(waitpid(child, NULL, __WALL));
}

static void target(void)
{
	MUST(ptrace(PTRACE_PEEKDATA, child, &there, 0));
}

PROGRAM("ptrace-peek")
