/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setsid - a session of its own.
 * Group: processes
 * Calls: setsid
 * Gap: no flow: no hook, and nothing but the own process changes.
 */
#include "suite.h"

static void target(void)
{
	MUST(setsid());
}

BARE_PROGRAM("setsid")
