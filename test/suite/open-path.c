/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-path - a descriptor that only names.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(open(TEST, O_PATH));
}

PROGRAM("open-path")
