/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fcntl-dupfd-closed - a descriptor that is none.
 * Group: descriptors
 * Calls: fcntl
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EBADF, fcntl(99, F_DUPFD, 0));
}

BARE_PROGRAM("fcntl-dupfd-closed")
