/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pidfd-getfd - a descriptor is taken from another process.
 * Group: descriptors
 * Calls: pidfd_getfd
 * Flows: 1. file -> task (file_rcv)
 */
#include "suite.h"

static int file, process;
static pid_t child;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	child = idle_child();
	process = MUST(syscall(SYS_pidfd_open, child, 0));
}

static void target(void)
{
	MUST(syscall(SYS_pidfd_getfd, process, file, 0));
}

PROGRAM("pidfd-getfd")
