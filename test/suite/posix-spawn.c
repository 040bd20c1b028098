/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posix-spawn - a program is started.
 * Group: processes
 * Calls: clone3, execve, wait4
 * Flows: 1. parent -> child (clone)   2. file -> new memory (exec)
 *        3. task -> new memory (exec_task)   4. argv -> memory (arg)
 *        5. task -> new memory (clone_mem)   6. envp -> memory (env)
 */
#include "suite.h"

#include <spawn.h>

static void target(void)
{
	pid_t child;
	char *arguments[] = {"true", NULL}, *environment[] = {"A=b", NULL};

	if (posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environment) != 0)
		broken("posix_spawn");
	wait_for(child);
}

BARE_PROGRAM("posix-spawn")
