/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lstat-denied - a link in a directory of another user.
 * Group: metadata
 * Calls: lstat
 * Flows: none. The walk along the path was recorded when the link was made.
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
	MUST(symlink(TEST, "sub/link"));
	become_nobody();
}

static void target(void)
{
	struct stat attributes;

	REFUSED(EACCES, lstat("sub/link", &attributes));
}

PROGRAM("lstat-denied")
