/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wait-no-child - there is no child to wait for.
 * Group: processes
 * Calls: wait4
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ECHILD, wait(NULL));
}

BARE_PROGRAM("wait-no-child")
