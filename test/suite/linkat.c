/* SPDX-License-Identifier: Apache-2.0 */
/*
 * linkat - the same relative to a descriptor.
 * Group: ProvMark: Link
 * Calls: linkat
 * Flows: 1. task -> file (link)   2. new name -> file (named)
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
	MUST(linkat(directory, TEST, directory, "second", 0));
}

PROGRAM("linkat")
