/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-path-missing - a descriptor that would only name.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, open(TEST, O_PATH));
}

BARE_PROGRAM("open-path-missing")
