/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fallocate - room is made in a file.
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
	MUST(fallocate(file, 0, 0, 4096));
}

PROGRAM("fallocate")
