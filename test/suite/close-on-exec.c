/* SPDX-License-Identifier: Apache-2.0 */
/*
 * close-on-exec - a descriptor that the next program does not get.
 * Group: descriptors
 * Calls: execve
 * Flows: 1. file -> task (close)   2. file -> new memory (exec)   3. task -> new memory (exec_task)
 *        4. argv -> memory (arg)   5. task -> new memory (clone_mem)   6. file -> task (open)
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	open_file(TEST, O_RDWR | O_CLOEXEC);
}

static void target(void)
{
	execve("/bin/true", arguments, environment);
	broken("execve");
}

LAST_PROGRAM("close-on-exec")
