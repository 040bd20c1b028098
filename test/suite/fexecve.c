/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fexecve - a program that a descriptor names.
 * Group: processes
 * Calls: execveat
 * Flows: 1. file -> new memory (exec)   2. task -> new memory (exec_task)
 *        3. argv -> memory (arg)   4. task -> new memory (clone_mem)
 */
#include "suite.h"

static int file;
static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	file = MUST(open("/bin/true", O_RDONLY));
}

static void target(void)
{
	fexecve(file, arguments, environment);
	broken("fexecve");
}

LAST_PROGRAM("fexecve")
