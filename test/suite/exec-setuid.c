/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exec-setuid - a program with its owner's rights replaces this one.
 * Group: processes
 * Calls: execve
 * Flows: 1. file -> new memory (exec)   2. task -> new memory (exec_task)
 *        3. argv -> memory (arg)   4. task -> new memory (clone_mem)
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	char block[4096];
	int from = MUST(open("/bin/true", O_RDONLY)),
	    to = MUST(open("true", O_CREAT | O_WRONLY, 0700));
	ssize_t size;

	while ((size = MUST(read(from, block, sizeof(block)))) > 0)
		MUST(write(to, block, size));
	close(to);
	MUST(chown("true", 1000, 1000));
	MUST(chmod("true", 04755));
}

static void target(void)
{
	execve("./true", arguments, environment);
	broken("execve");
}

LAST_PROGRAM("exec-setuid")
