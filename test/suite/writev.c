/* SPDX-License-Identifier: Apache-2.0 */
/*
 * writev - a vectored write.
 * Group: data
 * Calls: writev
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

	MUST(writev(file, &vector, 1));
}

PROGRAM("writev")
