/* SPDX-License-Identifier: Apache-2.0 */
/*
 * faccessat2-missing - there is no such file for the effective user.
 * Group: metadata
 * Calls: faccessat2
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, syscall(SYS_faccessat2, AT_FDCWD, TEST, W_OK, AT_EACCESS));
}

BARE_PROGRAM("faccessat2-missing")
