/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readv - a vectored read.
 * Group: data
 * Calls: readv
 * Flows: 1. file -> task (read)
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
	char byte;
	struct iovec vector = {&byte, 1};

	MUST(readv(file, &vector, 1));
}

PROGRAM("readv")
