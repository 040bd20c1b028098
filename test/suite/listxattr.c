/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listxattr - the names of extended attributes are read.
 * Group: metadata
 * Calls: listxattr
 * Flows: 1. file -> task (listxattr)
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
	char names[256];

	MUST(listxattr(TEST, names, sizeof(names)));
}

PROGRAM("listxattr")
