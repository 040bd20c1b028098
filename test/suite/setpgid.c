/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setpgid - a child gets a process group of its own.
 * Group: processes
 * Calls: setpgid
 * Flows: 1. task -> memory (setpgid)
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	MUST(setpgid(child, child));
}

PROGRAM("setpgid")
