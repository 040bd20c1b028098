/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getpgid-missing - there is no such process.
 * Group: processes
 * Calls: getpgid
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = ended_child();
}

static void target(void)
{
	REFUSED(ESRCH, getpgid(child));
}

PROGRAM("getpgid-missing")
