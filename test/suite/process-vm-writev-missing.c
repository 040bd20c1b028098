/* SPDX-License-Identifier: Apache-2.0 */
/*
 * process-vm-writev-missing - there is no such process.
 * Group: memory
 * Calls: process_vm_writev
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/uio.h>

static pid_t child;

static void prepare(void)
{
	child = ended_child();
}

static void target(void)
{
	char byte = 0;
	struct iovec vector = {&byte, 1};

	REFUSED(ESRCH, process_vm_writev(child, &vector, 1, &vector, 1, 0));
}

PROGRAM("process-vm-writev-missing")
