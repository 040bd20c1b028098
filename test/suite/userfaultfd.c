/* SPDX-License-Identifier: Apache-2.0 */
/*
 * userfaultfd - page faults are to be told to a descriptor.
 * Group: memory
 * Calls: userfaultfd
 * Gap: no flow by itself: its descriptor carries page faults of the own process.
 */
#include "suite.h"

static void target(void)
{
	if (syscall(SYS_userfaultfd, O_CLOEXEC | 1) < 0)
		skip("no userfaultfd");
}

BARE_PROGRAM("userfaultfd")
