/* SPDX-License-Identifier: Apache-2.0 */
/*
 * semop-refused - a semaphore cannot be lowered.
 * Group: IPC
 * Calls: semop
 * Flows: none. It is refused before anything flows.
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
	struct sembuf lower = {.sem_op = -1, .sem_flg = IPC_NOWAIT};

	REFUSED(EAGAIN, semop(set, &lower, 1));
	MUST(semctl(set, 0, IPC_RMID));
}

PROGRAM("semop-refused")
