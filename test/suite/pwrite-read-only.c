/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pwrite-read-only - a descriptor that is open for reading, to a place.
 * Group: data
 * Calls: pwrite64
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

	REFUSED(EBADF, pwrite(file, &byte, 1, 0));
}

PROGRAM("pwrite-read-only")
