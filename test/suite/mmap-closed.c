/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-closed - a descriptor that is none.
 * Group: memory
 * Calls: mmap
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EBADF, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 99, 0));
}

BARE_PROGRAM("mmap-closed")
