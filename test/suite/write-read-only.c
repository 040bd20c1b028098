/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write-read-only - a descriptor that is open for reading.
 * Group: data
 * Calls: write
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	char byte = 0;

	REFUSED(EBADF, write(file, &byte, 1));
}

PROGRAM("write-read-only")
