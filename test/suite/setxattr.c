/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setxattr - an extended attribute is set.
 * Group: metadata
 * Calls: setxattr
 * Flows: 1. task -> xattr (setxattr)   2. xattr -> file (setxattr_inode)
 */
#include "suite.h"

#include <sys/xattr.h>

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(setxattr(TEST, "trusted.camflow-suite", "v", 1, 0));
}

PROGRAM("setxattr")
