/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-symlink - a link is made, removed, and both again.
 * Group: ProvMark: failure
 * Calls: symlink, unlink
 * Flows: 1. task -> link (symlink)   2. task -> link (unlink)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	for (int i = 0; i < 2; i++) {
		MUST(symlink(TEST, "second"));
		MUST(unlink("second"));
	}
}

PROGRAM("fail-symlink")
