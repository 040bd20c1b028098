/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process-vm-writev - another process' memory is written.
 * Group: memory
 * Calls: process_vm_writev
 * Flows: 1. task -> memory (ptrace_attach)
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

	MUST(process_vm_writev(child, &own, 1, &other, 1, 0));
}

PROGRAM("process-vm-writev")
