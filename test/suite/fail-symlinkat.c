/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-symlinkat - the same relative to a descriptor.
 * Group: ProvMark: failure
 * Calls: symlinkat, unlinkat
 * Flows: 1. task -> link (symlink)   2. task -> link (unlink)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	for (int i = 0; i < 2; i++) {
		MUST(symlinkat(TEST, directory, "second"));
		MUST(unlinkat(directory, "second", 0));
	}
}

PROGRAM("fail-symlinkat")
