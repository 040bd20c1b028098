/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shmget - a shared segment is made.
 * Group: IPC
 * Calls: shmget
 * Flows: 1. task -> shm (sh_create)
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static void target(void)
{
	MUST(shmctl(MUST(shmget(IPC_PRIVATE, 4096, 0600)), IPC_RMID, NULL));
}

BARE_PROGRAM("shmget")
