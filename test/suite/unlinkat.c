/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unlinkat - the same relative to a descriptor.
 * Group: ProvMark: Unlink
 * Calls: unlinkat
 * Flows: 1. task -> file (unlink)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	make_file(TEST);
	MUST(link(TEST, "second"));
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(unlinkat(directory, "second", 0));
}

PROGRAM("unlinkat")
