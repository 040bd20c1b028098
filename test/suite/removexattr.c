/* SPDX-License-Identifier: Apache-2.0 */
/*
 * removexattr - an extended attribute is removed.
 * Group: metadata
 * Calls: removexattr
 * Flows: 1. task -> xattr (removexattr)   2. xattr -> file (removexattr_inode)
 */
#include "suite.h"

#include <sys/xattr.h>

static void prepare(void)
{
	make_file(TEST);
	MUST(setxattr(TEST, "trusted.camflow-suite", "v", 1, 0));
}

static void target(void)
{
	MUST(removexattr(TEST, "trusted.camflow-suite"));
}

PROGRAM("removexattr")
