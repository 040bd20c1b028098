/* SPDX-License-Identifier: Apache-2.0 */
/*
 * close-closed - a descriptor that is none.
 * Group: open flags
 * Calls: close
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EBADF, close(99));
}

BARE_PROGRAM("close-closed")
