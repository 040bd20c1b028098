/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shmdt - a shared segment is given back.
 * Group: IPC
 * Calls: shmdt
 * Flows: 1. segment -> memory (sh_detach)
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static int segment;
static void *memory;

static void prepare(void)
{
	segment = MUST(shmget(IPC_PRIVATE, 4096, 0600));
	memory = (void *)MUST(shmat(segment, NULL, 0));
	MUST(shmctl(segment, IPC_RMID, NULL));
}

static void target(void)
{
	MUST(shmdt(memory));
}

PROGRAM("shmdt")
