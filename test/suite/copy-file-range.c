/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy-file-range - the same by copy_file_range.
 * Group: data
 * Calls: copy_file_range
 * Flows: 1. file -> task (read)   2. task -> file (write)
 */
#include "suite.h"

static int file, other;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	other = open_file("second", O_RDWR);
}

static void target(void)
{
	MUST(copy_file_range(file, NULL, other, NULL, 5, 0));
}

PROGRAM("copy-file-range")
