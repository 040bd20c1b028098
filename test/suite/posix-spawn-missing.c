/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posix-spawn-missing - there is no such program.
 * Group: processes
 * Calls: posix_spawn
 * Flows: 1. parent -> child (clone)   2. child -> closing version (terminate_task)
 */
#include "suite.h"

#include <spawn.h>

static char *arguments[] = {"true", NULL}, *environment[] = {NULL};

static void target(void)
{
	pid_t child;

	if (posix_spawn(&child, "./missing", NULL, NULL, arguments, environment) != ENOENT)
		broken("posix_spawn");
}

BARE_PROGRAM("posix-spawn-missing")
