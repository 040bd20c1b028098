/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill-self - a signal to the own process that is ignored.
 * Group: processes
 * Calls: kill
 * Gap: no flow: the process tells itself.
 */
#include "suite.h"

static void prepare(void)
{
	signal(SIGUSR1, SIG_IGN);
}

static void target(void)
{
	MUST(kill(getpid(), SIGUSR1));
}

PROGRAM("kill-self")
