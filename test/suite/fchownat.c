/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchownat - the same by a path relative to a descriptor.
 * Group: ProvMark: Chown
 * Calls: fchownat
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
	MUST(fchownat(directory, TEST, 1000, 1000, 0));
}

PROGRAM("fchownat")
