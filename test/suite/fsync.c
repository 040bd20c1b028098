/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsync - a file is made safe.
 * Group: data
 * Calls: fsync
 * Gap: no flow: what was written was recorded when it was written.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(fsync(file));
}

PROGRAM("fsync")
