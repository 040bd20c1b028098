/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clone3 - a child by clone3.
 * Group: processes
 * Calls: clone3, wait4
 * Flows: 1. task -> new memory (clone_mem)   2. parent -> child (clone)
 *        3. task -> closing version (terminate_task)
 */
#include "suite.h"

#include <linux/sched.h>

static void target(void)
{
	struct clone_args arguments = {.exit_signal = SIGCHLD};
	pid_t child = MUST(syscall(SYS_clone3, &arguments, sizeof(arguments)));

	if (child == 0)
		_exit(0);
	wait_for(child);
}

BARE_PROGRAM("clone3")
