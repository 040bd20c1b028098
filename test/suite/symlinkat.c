/* SPDX-License-Identifier: Apache-2.0 */
/*
 * symlinkat - the same relative to a descriptor.
 * Group: ProvMark: Link
 * Calls: symlinkat
 * Flows: 1. task -> directory (inode_create)   2. task -> link (symlink)
 *        3. name -> link (named)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	make_file(TEST);
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(symlinkat(TEST, directory, "second"));
}

PROGRAM("symlinkat")
