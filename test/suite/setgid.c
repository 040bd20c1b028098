/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setgid - the group id is set to what it is.
 * Group: ProvMark: Setgid
 * Calls: setgid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

static void target(void)
{
	MUST(setgid(getgid()));
}

BARE_PROGRAM("setgid")
