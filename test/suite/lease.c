/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lease - a lease on a file.
 * Group: descriptors
 * Calls: fcntl
 * Flows: 1. task -> file (file_lock)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	close(open_file(TEST, O_RDWR));
	file = MUST(open(TEST, O_RDONLY));
}

static void target(void)
{
	MUST(fcntl(file, F_SETLEASE, F_RDLCK));
}

PROGRAM("lease")
