/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preadv2-write-only - a vectored read from a place, of what is open for writing.
 * Group: data
 * Calls: preadv2
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/uio.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_WRONLY);
}

static void target(void)
{
	char byte = 0;
	struct iovec vector = {&byte, 1};

	REFUSED(EBADF, preadv2(file, &vector, 1, 0, 0));
}

PROGRAM("preadv2-write-only")
