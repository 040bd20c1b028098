/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-anonymous - memory is asked for.
 * Group: memory
 * Calls: mmap
 * Gap: no flow: private memory is part of its process.
 */
#include "suite.h"

static void target(void)
{
	MUST(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

BARE_PROGRAM("mmap-anonymous")
