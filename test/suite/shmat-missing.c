/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shmat-missing - there is no such segment to attach.
 * Group: IPC
 * Calls: shmat
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static void target(void)
{
	REFUSED(EINVAL, shmat(0x7ffffff0, NULL, 0));
}

BARE_PROGRAM("shmat-missing")
