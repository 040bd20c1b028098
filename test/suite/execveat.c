/* SPDX-License-Identifier: Apache-2.0 */
/*
 * execveat - a program relative to a descriptor replaces this one.
 * Group: processes
 * Calls: execveat
 * Flows: 1. file -> new memory (exec)   2. task -> new memory (exec_task)
 *        3. argv -> memory (arg)   4. task -> new memory (clone_mem)
 */
#include "suite.h"

static int directory;
static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	directory = MUST(open("/bin", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	syscall(SYS_execveat, directory, "true", arguments, environment, 0);
	broken("execveat");
}

LAST_PROGRAM("execveat")
