/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chmod - the mode of a file is changed by its path.
 * Group: ProvMark: Chmod
 * Calls: chmod
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(chmod(TEST, 0640));
}

PROGRAM("chmod")
