/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openat2-escape - a path that leaves the directory it must stay below.
 * Group: open flags
 * Calls: openat2
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

#include <linux/openat2.h>

static void target(void)
{
	struct open_how how = {.flags = O_RDONLY, .resolve = RESOLVE_BENEATH};

	REFUSED(EXDEV, syscall(SYS_openat2, AT_FDCWD, "../begin", &how, sizeof(how)));
}

BARE_PROGRAM("openat2-escape")
