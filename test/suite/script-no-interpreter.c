/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script-no-interpreter - a script whose interpreter is missing.
 * Group: processes
 * Calls: execve
 * Flows: 1. task -> new memory (clone_mem)   2. file -> new memory (exec)   3. file -> task (read)
 *        The memory is made for the script before its interpreter is looked for, and given up.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	int file = MUST(open("script", O_CREAT | O_WRONLY, 0700));

	MUST(write(file, "#!./missing\n", 12));
	close(file);
}

static void target(void)
{
	REFUSED(ENOENT, execve("./script", arguments, environment));
}

PROGRAM("script-no-interpreter")
