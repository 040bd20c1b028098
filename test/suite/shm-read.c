/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shm-read - what the task learns flows into a segment with the next call.
 * Group: IPC
 * Calls: read
 * Flows: 1. file -> task (read)   2. memory -> segment (sh_write)
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static int file;
static char *memory;

static void prepare(void)
{
	int segment = MUST(shmget(IPC_PRIVATE, 4096, 0600));

	memory = (char *)MUST(shmat(segment, NULL, 0));
	MUST(shmctl(segment, IPC_RMID, NULL));
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(read(file, memory, 1));
}

PROGRAM("shm-read")
