/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-linkat - the same relative to a descriptor.
 * Group: ProvMark: failure
 * Calls: linkat
 * Flows: none. The access check of the directory was recorded when it was opened.
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
	REFUSED(EEXIST, linkat(directory, TEST, directory, TEST, 0));
}

PROGRAM("fail-linkat")
