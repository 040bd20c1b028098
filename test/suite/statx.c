/* SPDX-License-Identifier: Apache-2.0 */
/*
 * statx - attributes in the newer form.
 * Group: metadata
 * Calls: statx
 * Flows: 1. file -> task (getattr)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	struct statx status;

	MUST(statx(AT_FDCWD, TEST, 0, STATX_ALL, &status));
}

PROGRAM("statx")
