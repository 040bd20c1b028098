/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pidfd-getfd-denied - a descriptor of another user's process.
 * Group: descriptors
 * Calls: pidfd_getfd
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file, process;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	process = MUST(syscall(SYS_pidfd_open, idle_child(), 0));
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, syscall(SYS_pidfd_getfd, process, file, 0));
}

PROGRAM("pidfd-getfd-denied")
