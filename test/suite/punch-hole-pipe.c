/* SPDX-License-Identifier: Apache-2.0 */
/*
 * punch-hole-pipe - a pipe has no part that could be made empty.
 * Group: metadata
 * Calls: fallocate
 * Flows: 1. task -> pipe (write)
 *        The hook is called before the kind of the file is looked at.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
}

static void target(void)
{
	REFUSED(ESPIPE, fallocate(ends[1], FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 1));
}

PROGRAM("punch-hole-pipe")
