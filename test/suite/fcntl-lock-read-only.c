/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fcntl-lock-read-only - a lock for writing on what is open for reading.
 * Group: descriptors
 * Calls: fcntl
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
	struct flock part = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};

	REFUSED(EBADF, fcntl(file, F_SETLK, &part));
}

PROGRAM("fcntl-lock-read-only")
