/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exec-missing - there is no such program.
 * Group: processes
 * Calls: execve
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void target(void)
{
	REFUSED(ENOENT, execve("./missing", arguments, environment));
}

BARE_PROGRAM("exec-missing")
