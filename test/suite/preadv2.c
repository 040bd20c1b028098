/* SPDX-License-Identifier: Apache-2.0 */
/*
 * preadv2 - a vectored read from a place.
 * Group: data
 * Calls: preadv2
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

	MUST(preadv2(file, &vector, 1, 1, 0));
}

PROGRAM("preadv2")
