/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write - a byte is written.
 * Group: ProvMark: Write
 * Calls: write
 * Flows: 1. task -> file (write)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(write(file, "x", 1));
}

PROGRAM("write")
