/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lchown - the owner of a symbolic link is changed.
 * Group: metadata
 * Calls: lchown
 * Flows: 1. task -> iattr (setattr)   2. iattr -> link (setattr_inode)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(symlink(TEST, "second"));
}

static void target(void)
{
	MUST(lchown("second", 1000, 1000));
}

PROGRAM("lchown")
