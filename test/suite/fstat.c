/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fstat - the same by a descriptor.
 * Group: metadata
 * Calls: fstat
 * Flows: 1. file -> task (getattr)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	struct stat status;

	MUST(fstat(file, &status));
}

PROGRAM("fstat")
