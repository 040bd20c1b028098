/* SPDX-License-Identifier: Apache-2.0 */
/*
 * stat - attributes are read by path.
 * Group: metadata
 * Calls: stat
 * Flows: 1. file -> task (getattr)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	struct stat status;

	MUST(stat(TEST, &status));
}

PROGRAM("stat")
