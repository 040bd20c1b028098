/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setresuid - all three user ids likewise.
 * Group: ProvMark: Setuid
 * Calls: setresuid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

static void target(void)
{
	MUST(setresuid(1000, 1000, 1000));
}

BARE_PROGRAM("setresuid")
