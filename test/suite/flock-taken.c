/* SPDX-License-Identifier: Apache-2.0 */
/*
 * flock-taken - somebody else has the lock.
 * Group: descriptors
 * Calls: flock
 * Flows: 1. task -> file (file_lock)
 *        The hook is called before the locks are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/file.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	MUST(flock(MUST(open(TEST, O_RDWR)), LOCK_EX));
}

static void target(void)
{
	REFUSED(EWOULDBLOCK, flock(file, LOCK_EX | LOCK_NB));
}

PROGRAM("flock-taken")
