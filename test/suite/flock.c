/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flock - a file is locked as a whole.
 * Group: descriptors
 * Calls: flock
 * Flows: 1. task -> file (file_lock)
 */
#include "suite.h"

#include <sys/file.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(flock(file, LOCK_EX));
}

PROGRAM("flock")
