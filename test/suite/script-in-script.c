/* SPDX-License-Identifier: Apache-2.0 */
/*
 * script-in-script - a script whose interpreter is a script.
 * Group: processes
 * Calls: execve
 * Flows: 1. file -> new memory (exec)   2. task -> new memory (exec_task)
 *        3. argv -> memory (arg)   4. task -> new memory (clone_mem)
 */
#include "suite.h"

static char *arguments[] = {"outer", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	char text[256];
	int file = MUST(open("inner", O_CREAT | O_WRONLY, 0700));

	MUST(write(file, "#!/bin/true\n", 12));
	close(file);
	file = MUST(open("outer", O_CREAT | O_WRONLY, 0700));
	MUST(getcwd(text + 2, sizeof(text) - 10) == NULL ? -1 : 0);
	memcpy(text, "#!", 2);
	strcat(text, "/inner\n");
	MUST(write(file, text, strlen(text)));
	close(file);
}

static void target(void)
{
	execve("./outer", arguments, environment);
	broken("execve");
}

LAST_PROGRAM("script-in-script")
