/* SPDX-License-Identifier: Apache-2.0 */
/*
 * punch-hole - a part of a file is made empty.
 * Group: metadata
 * Calls: fallocate
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
	MUST(fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 1));
}

PROGRAM("punch-hole")
