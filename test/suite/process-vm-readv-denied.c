/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process-vm-readv-denied - another user's memory is to be read.
 * Group: memory
 * Calls: process_vm_readv
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/uio.h>

static pid_t child;

static void prepare(void)
{
	child = idle_child();
	become_nobody();
}

static void target(void)
{
	char byte;
	struct iovec vector = {&byte, 1};

	REFUSED(EPERM, process_vm_readv(child, &vector, 1, &vector, 1, 0));
}

PROGRAM("process-vm-readv-denied")
