/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unlink - one of two names is removed.
 * Group: ProvMark: Unlink
 * Calls: unlink
 * Flows: 1. task -> file (unlink)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	MUST(link(TEST, "second"));
}

static void target(void)
{
	MUST(unlink("second"));
}

PROGRAM("unlink")
