/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-rename - there is no such file.
 * Group: ProvMark: failure
 * Calls: rename
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, rename("missing", "second"));
}

BARE_PROGRAM("fail-rename")
