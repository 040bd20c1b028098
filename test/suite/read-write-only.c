/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read-write-only - a descriptor that is open for writing.
 * Group: data
 * Calls: read
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_WRONLY);
}

static void target(void)
{
	char byte = 0;

	REFUSED(EBADF, read(file, &byte, 1));
}

PROGRAM("read-write-only")
