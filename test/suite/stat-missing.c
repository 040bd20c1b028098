/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stat-missing - there is no such file.
 * Group: metadata
 * Calls: stat
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	struct stat attributes;

	REFUSED(ENOENT, stat(TEST, &attributes));
}

BARE_PROGRAM("stat-missing")
