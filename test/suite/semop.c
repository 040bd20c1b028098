/* SPDX-License-Identifier: Apache-2.0 */
/*
 * semop - a semaphore is raised.
 * Group: IPC
 * Calls: semop
 * Gap: semaphores have no vertex type: one bit passes unseen.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/sem.h>

static int set;

static void prepare(void)
{
	set = MUST(semget(IPC_PRIVATE, 1, 0600));
}

static void target(void)
{
	struct sembuf operation = {0, 1, 0};

	MUST(semop(set, &operation, 1));
	MUST(semctl(set, 0, IPC_RMID));
}

PROGRAM("semop")
