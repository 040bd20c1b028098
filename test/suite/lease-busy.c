/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lease-busy - a lease on a file that is open for writing.
 * Group: descriptors
 * Calls: fcntl
 * Flows: 1. task -> file (file_lock)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
	MUST(open(TEST, O_RDWR));
}

static void target(void)
{
	REFUSED(EAGAIN, fcntl(file, F_SETLEASE, F_WRLCK));
}

PROGRAM("lease-busy")
