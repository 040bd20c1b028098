/* SPDX-License-Identifier: Apache-2.0 */
/*
 * utimensat-denied - the times of another user's file.
 * Group: metadata
 * Calls: utimensat
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
	struct timespec times[2] = {{.tv_sec = 1}, {.tv_sec = 1}};

	REFUSED(EPERM, utimensat(AT_FDCWD, TEST, times, 0));
}

PROGRAM("utimensat-denied")
