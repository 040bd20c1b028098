/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fifo - a byte goes through a named pipe.
 * Group: data
 * Calls: open, write, read
 * Flows: 1. task -> pipe (write)   2. pipe -> task (read)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(mkfifo("fifo", 0600));
}

static void target(void)
{
	char byte;
	int file = MUST(open("fifo", O_RDWR));

	MUST(write(file, "x", 1));
	MUST(read(file, &byte, 1));
}

PROGRAM("fifo")
