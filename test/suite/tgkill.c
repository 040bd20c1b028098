/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tgkill - a signal to a thread of another process.
 * Group: processes
 * Calls: tgkill
 * Flows: 1. task -> child (signal)
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	MUST(syscall(SYS_tgkill, child, child, SIGKILL));
	wait_for(child);
}

PROGRAM("tgkill")
