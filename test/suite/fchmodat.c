/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchmodat - the same by a path relative to a descriptor.
 * Group: ProvMark: Chmod
 * Calls: fchmodat
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
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
	MUST(fchmodat(directory, TEST, 0640, 0));
}

PROGRAM("fchmodat")
