/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lstat - attributes of a symbolic link.
 * Group: metadata
 * Calls: lstat
 * Flows: 1. link -> task (getattr)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(symlink(TEST, "second"));
}

static void target(void)
{
	struct stat status;

	MUST(lstat("second", &status));
}

PROGRAM("lstat")
