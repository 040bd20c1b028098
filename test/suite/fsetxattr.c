/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsetxattr - the same by a descriptor.
 * Group: metadata
 * Calls: fsetxattr
 * Flows: 1. task -> xattr (setxattr)   2. xattr -> file (setxattr_inode)
 */
#include "suite.h"

#include <sys/xattr.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(fsetxattr(file, "trusted.camflow-suite", "v", 1, 0));
}

PROGRAM("fsetxattr")
