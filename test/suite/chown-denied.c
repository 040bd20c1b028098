/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chown-denied - a user gives itself another user's file.
 * Group: metadata
 * Calls: chown
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
	REFUSED(EPERM, chown(TEST, getuid(), getgid()));
}

PROGRAM("chown-denied")
