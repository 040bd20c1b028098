/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exit-code - a process ends with a code.
 * Group: processes
 * Calls: exit_group
 * Flows: 1. task -> closing version (terminate_task)
 */
#include "suite.h"

static void target(void)
{
	_exit(0);
}

LAST_BARE_PROGRAM("exit-code")
