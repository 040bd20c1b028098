/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename-noreplace - a name that is taken is refused.
 * Group: directories
 * Calls: renameat2
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	make_file("second");
}

static void target(void)
{
	REFUSED(EEXIST, renameat2(AT_FDCWD, TEST, AT_FDCWD, "second", RENAME_NOREPLACE));
}

PROGRAM("rename-noreplace")
