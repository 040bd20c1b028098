/* SPDX-License-Identifier: Apache-2.0 */
/*
 * truncate - a file is emptied by its path.
 * Group: ProvMark: Truncate
 * Calls: truncate
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(truncate(TEST, 0));
}

PROGRAM("truncate")
