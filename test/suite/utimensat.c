/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utimensat - times are set.
 * Group: metadata
 * Calls: utimensat
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(utimensat(AT_FDCWD, TEST, NULL, 0));
}

PROGRAM("utimensat")
