/* SPDX-License-Identifier: Apache-2.0 */
/*
 * munmap-misaligned - an address that is no page.
 * Group: memory
 * Calls: munmap
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EINVAL, munmap((void *)1, 4096));
}

BARE_PROGRAM("munmap-misaligned")
