/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mremap-unmapped - a mapping that is none grows.
 * Group: memory
 * Calls: mremap
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EFAULT, mremap((void *)4096, 4096, 8192, MREMAP_MAYMOVE));
}

BARE_PROGRAM("mremap-unmapped")
