/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-nofollow - a symbolic link that must not be followed.
 * Group: open flags
 * Calls: open
 * Flows: none. The access check of the directory was recorded when the link was made.
 */
#include "suite.h"

static void prepare(void)
{
	MUST(symlink(TEST, "second"));
}

static void target(void)
{
	REFUSED(ELOOP, open("second", O_RDONLY | O_NOFOLLOW));
}

PROGRAM("open-nofollow")
