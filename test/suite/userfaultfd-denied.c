/* SPDX-License-Identifier: Apache-2.0 */
/*
 * userfaultfd-denied - a user wants the kernel's page faults too.
 * Group: memory
 * Calls: userfaultfd
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	if (syscall(SYS_userfaultfd, O_CLOEXEC) >= 0)
		skip("users may");
	if (errno != EPERM)
		skip("no userfaultfd");
}

PROGRAM("userfaultfd-denied")
