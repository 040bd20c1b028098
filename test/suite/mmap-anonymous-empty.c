/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-anonymous-empty - no memory is asked for.
 * Group: memory
 * Calls: mmap
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EINVAL, mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

BARE_PROGRAM("mmap-anonymous-empty")
