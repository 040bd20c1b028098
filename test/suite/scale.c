/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scale - twenty times: a file is made and removed.
 * Group: ProvMark: scale
 * Calls: creat, unlink
 * Flows: 1. task -> directory (inode_create)   2. task -> file (inode_create)
 *        3. task -> file (unlink)
 */
#include "suite.h"

static void target(void)
{
	for (int i = 0; i < 20; i++) {
		close(MUST(creat(TEST, 0600)));
		MUST(unlink(TEST));
	}
}

BARE_PROGRAM("scale")
