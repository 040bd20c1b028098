/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename-exchange-missing - one of two files that would exchange their names is missing.
 * Group: directories
 * Calls: renameat2
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(ENOENT, syscall(SYS_renameat2, AT_FDCWD, TEST, AT_FDCWD, "other", 2));
}

PROGRAM("rename-exchange-missing")
