/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readv-write-only - a vectored read of what is open for writing.
 * Group: data
 * Calls: readv
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

	REFUSED(EBADF, readv(file, &vector, 1));
}

PROGRAM("readv-write-only")
