/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vmsplice-no-pipe - memory is to be put into a file.
 * Group: data
 * Calls: vmsplice
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/uio.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	char byte = 0;
	struct iovec vector = {&byte, 1};

	REFUSED(EBADF, vmsplice(file, &vector, 1, 0));
}

PROGRAM("vmsplice-no-pipe")
