/* SPDX-License-Identifier: Apache-2.0 */
/*
 * execve - a script of one line replaces the program.
 * Group: ProvMark: Execve
 * Calls: execve
 * Flows: 1. file -> new memory (exec)   2. task -> new memory (exec_task)
 *        3. argv -> memory (arg)   4. task -> new memory (clone_mem)   5. file -> task (open)
 */
#include "suite.h"

char *arguments[] = {"./script", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	int file = MUST(open("script", O_CREAT | O_WRONLY, 0700));

	MUST(write(file, "#!/bin/true\n", 12));
	close(file);
}

static void target(void)
{
	execve("./script", arguments, environment);
	broken("execve");
}

LAST_PROGRAM("execve")
