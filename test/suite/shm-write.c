/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shm-write - what is in a segment flows on with the next call.
 * Group: IPC
 * Calls: write
 * Flows: 1. segment -> memory (sh_read)   2. task -> file (write)
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
	memory[0] = 'x';
	MUST(write(file, "x", 1));
}

PROGRAM("shm-write")
