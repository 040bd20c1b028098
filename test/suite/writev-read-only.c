/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writev-read-only - a vectored write to what is open for reading.
 * Group: data
 * Calls: writev
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/uio.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	char byte = 0;
	struct iovec vector = {&byte, 1};

	REFUSED(EBADF, writev(file, &vector, 1));
}

PROGRAM("writev-read-only")
