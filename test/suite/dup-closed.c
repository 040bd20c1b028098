/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup-closed - a descriptor that is none.
 * Group: descriptors
 * Calls: dup
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EBADF, dup(99));
}

BARE_PROGRAM("dup-closed")
