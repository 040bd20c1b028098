/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pwritev2 - a vectored write to a place.
 * Group: data
 * Calls: pwritev2
 * Flows: 1. task -> file (write)
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

	MUST(pwritev2(file, &vector, 1, 1, 0));
}

PROGRAM("pwritev2")
