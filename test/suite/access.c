/* SPDX-License-Identifier: Apache-2.0 */
/*
 * access - whether a file could be written is asked.
 * Group: metadata
 * Calls: access
 * Flows: 1. file -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(access(TEST, W_OK));
}

PROGRAM("access")
