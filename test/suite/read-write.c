/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read-write - ten reads, then ten writes.
 * Group: ProvMark: concurrent
 * Calls: read, write
 * Flows: 1. file -> task (read)   2. task -> file (write)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	char byte;

	for (int i = 0; i < 10; i++)
		MUST(pread(file, &byte, 1, 0));
	for (int i = 0; i < 10; i++)
		MUST(pwrite(file, "x", 1, 0));
}

PROGRAM("read-write")
