/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lchown-denied - the owner of another user's link.
 * Group: metadata
 * Calls: lchown
 * Flows: 1. task -> iattr (setattr)   2. iattr -> link (setattr_inode)
 *        The hook is called before the owner is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static void prepare(void)
{
	MUST(symlink(TEST, "link"));
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, lchown("link", getuid(), getgid()));
}

PROGRAM("lchown-denied")
