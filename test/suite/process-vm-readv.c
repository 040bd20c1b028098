/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process-vm-readv - another process' memory is read.
 * Group: memory
 * Calls: process_vm_readv
 * Flows: 1. memory -> task (ptrace_read)
 */
#include "suite.h"

#include <sys/uio.h>

static pid_t child;
static char there;

static void prepare(void)
{
	child = idle_child();
}

static void target(void)
{
	char byte = 0;
	struct iovec own = {&byte, 1}, other = {&there, 1};

	MUST(process_vm_readv(child, &own, 1, &other, 1, 0));
}

PROGRAM("process-vm-readv")
