/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getpgid - the process group of a child is asked.
 * Group: processes
 * Calls: getpgid
 * Flows: 1. memory -> task (getpgid)
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	MUST(getpgid(child));
}

PROGRAM("getpgid")
