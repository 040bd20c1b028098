/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getxattr - an extended attribute is read.
 * Group: metadata
 * Calls: getxattr
 * Flows: 1. file -> xattr (getxattr_inode)   2. xattr -> task (getxattr)
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
	char value[8];

	MUST(getxattr(TEST, "trusted.camflow-suite", value, sizeof(value)));
}

PROGRAM("getxattr")
