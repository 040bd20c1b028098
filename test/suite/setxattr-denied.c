/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setxattr-denied - an attribute of another user's file.
 * Group: metadata
 * Calls: setxattr
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

#include <sys/xattr.h>

static void prepare(void)
{
	make_file(TEST);
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, setxattr(TEST, "trusted.camflow-suite", "v", 1, 0));
}

PROGRAM("setxattr-denied")
