/* SPDX-License-Identifier: Apache-2.0 */
/*
 * openat2 - a file is opened below a directory only.
 * Group: open flags
 * Calls: openat2
 * Flows: 1. file -> task (open)
 */
#include "suite.h"

#include <linux/openat2.h>

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	struct open_how how = {.flags = O_RDWR, .resolve = RESOLVE_BENEATH};

	MUST(syscall(SYS_openat2, AT_FDCWD, TEST, &how, sizeof(how)));
}

PROGRAM("openat2")
