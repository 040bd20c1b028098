/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tgkill-missing - the process has no such thread.
 * Group: processes
 * Calls: tgkill
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static pid_t child;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	REFUSED(ESRCH, syscall(SYS_tgkill, getpid(), child, SIGTERM));
}

PROGRAM("tgkill-missing")
