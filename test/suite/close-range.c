/* SPDX-License-Identifier: Apache-2.0 */
/*
 * close-range - many descriptors are given back.
 * Group: descriptors
 * Calls: close_range
 * Flows: 1. file -> task (close)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(close_range(file, file + 5, 0));
}

PROGRAM("close-range")
