/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pidfd-send-signal - a signal to a process that a descriptor names.
 * Group: processes
 * Calls: pidfd_send_signal
 * Flows: 1. task -> child (signal)
 */
#include "suite.h"

static int process;
static pid_t child;

static void prepare(void)
{
	child = idle_child();
	process = MUST(syscall(SYS_pidfd_open, child, 0));
}

static void target(void)
{
	MUST(syscall(SYS_pidfd_send_signal, process, SIGKILL, NULL, 0));
	wait_for(child);
}

PROGRAM("pidfd-send-signal")
