/* SPDX-License-Identifier: Apache-2.0 */
/*
 * removexattr-missing - there is no such attribute to remove.
 * Group: metadata
 * Calls: removexattr
 * Flows: 1. task -> xattr (removexattr)   2. xattr -> file (removexattr_inode)
 *        The hook is called before the attribute is looked for.
 */
#include "suite.h"

#include <sys/xattr.h>

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(ENODATA, removexattr(TEST, "trusted.camflow-suite"));
}

PROGRAM("removexattr-missing")
