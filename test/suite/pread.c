/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pread - a byte is read from a place.
 * Group: ProvMark: Read
 * Calls: pread64
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

	MUST(pread(file, &byte, 1, 1));
}

PROGRAM("pread")
