/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listxattr-too-small - the names of attributes do not fit.
 * Group: metadata
 * Calls: listxattr
 * Flows: 1. file -> task (listxattr)
 *        The hook is called before the names are copied.
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
	char names[2];

	REFUSED(ERANGE, listxattr(TEST, names, sizeof(names)));
}

PROGRAM("listxattr-too-small")
