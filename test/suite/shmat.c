/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shmat - a shared segment is attached.
 * Group: IPC
 * Calls: shmat
 * Flows: 1. task -> shm (sh_attach)
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static int segment;

static void prepare(void)
{
	segment = MUST(shmget(IPC_PRIVATE, 4096, 0600));
}

static void target(void)
{
	MUST(shmat(segment, NULL, 0));
}

PROGRAM("shmat")
