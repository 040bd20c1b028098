/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pread-write-only - a descriptor that is open for writing, from a place.
 * Group: data
 * Calls: pread64
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

	REFUSED(EBADF, pread(file, &byte, 1, 0));
}

PROGRAM("pread-write-only")
