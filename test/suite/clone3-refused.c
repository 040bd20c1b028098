/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clone3-refused - a thread without the memory of its process.
 * Group: processes
 * Calls: clone3
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <linux/sched.h>

static void target(void)
{
	struct clone_args arguments = {.flags = CLONE_THREAD};

	REFUSED(EINVAL, syscall(SYS_clone3, &arguments, sizeof(arguments)));
}

BARE_PROGRAM("clone3-refused")
