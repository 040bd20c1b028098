/* SPDX-License-Identifier: Apache-2.0 */
/*
 * symlink - a symbolic link is made.
 * Group: ProvMark: Link
 * Calls: symlink
 * Flows: 1. task -> directory (inode_create)   2. task -> link (symlink)
 *        3. name -> link (named)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(symlink(TEST, "second"));
}

PROGRAM("symlink")
