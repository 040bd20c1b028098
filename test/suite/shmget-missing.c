/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shmget-missing - there is no such segment.
 * Group: IPC
 * Calls: shmget
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static void target(void)
{
	REFUSED(ENOENT, shmget(0x0cf10001, 4096, 0600));
}

BARE_PROGRAM("shmget-missing")
