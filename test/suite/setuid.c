/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setuid - the user id becomes another.
 * Group: ProvMark: Setuid
 * Calls: setuid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

static void target(void)
{
	MUST(setuid(1000));
}

BARE_PROGRAM("setuid")
