/* SPDX-License-Identifier: Apache-2.0 */
/*
 * faccessat2 - the same for the effective user.
 * Group: metadata
 * Calls: faccessat2
 * Flows: 1. file -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(syscall(SYS_faccessat2, AT_FDCWD, TEST, R_OK, AT_EACCESS));
}

PROGRAM("faccessat2")
