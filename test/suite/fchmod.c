/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchmod - the same by a descriptor.
 * Group: ProvMark: Chmod
 * Calls: fchmod
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
	MUST(fchmod(file, 0640));
}

PROGRAM("fchmod")
