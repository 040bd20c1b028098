/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setregid - real and effective group id likewise.
 * Group: ProvMark: Setgid
 * Calls: setregid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

static void target(void)
{
	MUST(setregid(getgid(), getegid()));
}

BARE_PROGRAM("setregid")
