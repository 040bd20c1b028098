/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exec-missing - there is no such program.
 * Group: processes
 * Calls: execve
 * Gap: no flow: a call that fails before it opens anything.
 */
#include "suite.h"

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void target(void)
{
	REFUSED(ENOENT, execve("./missing", arguments, environment));
}

BARE_PROGRAM("exec-missing")
