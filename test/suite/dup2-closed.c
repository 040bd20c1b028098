/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup2-closed - the same with a number.
 * Group: descriptors
 * Calls: dup2
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EBADF, dup2(99, 98));
}

BARE_PROGRAM("dup2-closed")
