/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statx-missing - there is no such file, in the newer form.
 * Group: metadata
 * Calls: statx
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	struct statx attributes;

	REFUSED(ENOENT, statx(AT_FDCWD, TEST, 0, STATX_BASIC_STATS, &attributes));
}

BARE_PROGRAM("statx-missing")
