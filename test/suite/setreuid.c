/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setreuid - real and effective user id likewise.
 * Group: ProvMark: Setuid
 * Calls: setreuid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

static void target(void)
{
	MUST(setreuid(1000, 1000));
}

BARE_PROGRAM("setreuid")
