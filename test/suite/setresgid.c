/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setresgid - all three group ids become others: setting what is does nothing since Linux 6.1.
 * Group: ProvMark: Setgid
 * Calls: setresgid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

static void target(void)
{
	MUST(setresgid(1000, 1000, 1000));
}

BARE_PROGRAM("setresgid")
