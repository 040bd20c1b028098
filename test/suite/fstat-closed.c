/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fstat-closed - a descriptor that is none.
 * Group: metadata
 * Calls: fstat
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	struct stat attributes;

	REFUSED(EBADF, fstat(99, &attributes));
}

BARE_PROGRAM("fstat-closed")
