/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pwritev2-read-only - a vectored write to a place, of what is open for reading.
 * Group: data
 * Calls: pwritev2
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

	REFUSED(EBADF, pwritev2(file, &vector, 1, 0, 0));
}

PROGRAM("pwritev2-read-only")
