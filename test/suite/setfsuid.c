/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setfsuid - the user id for files changes.
 * Group: identity
 * Calls: setfsuid
 * Flows: 1. task -> new memory (clone_mem)   2. task -> new memory (setuid)
 */
#include "suite.h"

#include <sys/fsuid.h>

static void target(void)
{
	MUST(setfsuid(1000));
}

BARE_PROGRAM("setfsuid")
