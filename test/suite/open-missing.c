/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-missing - there is no such file.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, open(TEST, O_RDONLY));
}

BARE_PROGRAM("open-missing")
