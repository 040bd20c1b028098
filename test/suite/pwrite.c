/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pwrite - a byte is written to a place.
 * Group: ProvMark: Write
 * Calls: pwrite64
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
	MUST(pwrite(file, "x", 1, 2));
}

PROGRAM("pwrite")
