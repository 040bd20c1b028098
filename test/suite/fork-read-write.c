/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fork-read-write - the same in parent and child at once.
 * Group: ProvMark: concurrent
 * Calls: fork, read, write, wait4
 * Flows: 1. parent -> child (clone)   2. file -> task (read)   3. task -> file (write)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	pid_t child = MUST(fork());
	char byte;

	for (int i = 0; i < 10; i++)
		MUST(pread(file, &byte, 1, 0));
	for (int i = 0; i < 10; i++)
		MUST(pwrite(file, "x", 1, 0));
	if (child == 0)
		_exit(0);
	wait_for(child);
}

PROGRAM("fork-read-write")
