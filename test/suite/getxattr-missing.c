/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getxattr-missing - there is no such attribute.
 * Group: metadata
 * Calls: getxattr
 * Flows: 1. file -> xattr (getxattr_inode)   2. xattr -> task (getxattr)
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
	char value[8];

	REFUSED(ENODATA, getxattr(TEST, "trusted.camflow-suite", value, sizeof(value)));
}

PROGRAM("getxattr-missing")
