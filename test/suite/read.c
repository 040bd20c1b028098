/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read - a byte is read.
 * Group: ProvMark: Read
 * Calls: read
 * Flows: 1. file -> task (read)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	char byte;

	MUST(read(file, &byte, 1));
}

PROGRAM("read")
