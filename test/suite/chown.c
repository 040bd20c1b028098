/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chown - the owner of a file is changed by its path.
 * Group: ProvMark: Chown
 * Calls: chown
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(chown(TEST, 1000, 1000));
}

PROGRAM("chown")
