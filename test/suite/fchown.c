/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchown - the same by a descriptor.
 * Group: ProvMark: Chown
 * Calls: fchown
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
	MUST(fchown(file, 1000, 1000));
}

PROGRAM("fchown")
