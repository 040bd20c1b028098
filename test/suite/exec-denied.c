/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exec-denied - a file that is no program.
 * Group: processes
 * Calls: execve
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(EACCES, execve("./" TEST, arguments, environment));
}

PROGRAM("exec-denied")
