/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fallocate-read-only - a descriptor that is open for reading.
 * Group: metadata
 * Calls: fallocate
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
	REFUSED(EBADF, fallocate(file, 0, 0, 4096));
}

PROGRAM("fallocate-read-only")
