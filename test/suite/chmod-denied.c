/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chmod-denied - the mode of another user's file.
 * Group: metadata
 * Calls: chmod
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 *        The hook is called before the owner is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, chmod(TEST, 0777));
}

PROGRAM("chmod-denied")
