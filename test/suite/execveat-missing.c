/* SPDX-License-Identifier: Apache-2.0 */
/*
 * execveat-missing - there is no such program in the directory.
 * Group: processes
 * Calls: execveat
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};
static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	REFUSED(ENOENT, syscall(SYS_execveat, directory, "missing", arguments, environment, 0));
}

PROGRAM("execveat-missing")
