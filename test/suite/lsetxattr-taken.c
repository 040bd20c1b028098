/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lsetxattr-taken - an attribute that must be new and is not.
 * Group: metadata
 * Calls: lsetxattr
 * Flows: none. The walk along the path was recorded when the first attribute was set.
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
	REFUSED(EEXIST, lsetxattr(TEST, "trusted.camflow-suite", "v", 1, XATTR_CREATE));
}

PROGRAM("lsetxattr-taken")
