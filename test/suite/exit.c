/* SPDX-License-Identifier: Apache-2.0 */
/*
 * exit - the process ends.
 * Group: ProvMark: Exit
 * Calls: exit_group
 * Flows: 1. task -> closing version (terminate_task)
 */
#include "suite.h"

static void target(void)
{
	exit(0);
}

LAST_BARE_PROGRAM("exit")
