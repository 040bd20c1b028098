/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fcntl-lock - a part of a file is locked.
 * Group: descriptors
 * Calls: fcntl
 * Flows: 1. task -> file (file_lock)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	struct flock lock = {.l_type = F_WRLCK, .l_len = 1};

	MUST(fcntl(file, F_SETLK, &lock));
}

PROGRAM("fcntl-lock")
