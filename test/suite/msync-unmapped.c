/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msync-unmapped - a mapping that is none is written back.
 * Group: memory
 * Calls: msync
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOMEM, msync((void *)4096, 4096, MS_SYNC));
}

BARE_PROGRAM("msync-unmapped")
