/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ftruncate - the same by a descriptor.
 * Group: ProvMark: Truncate
 * Calls: ftruncate
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(ftruncate(file, 0));
}

PROGRAM("ftruncate")
