/* SPDX-License-Identifier: Apache-2.0 */
/*
 * splice-empty - the pipe is empty.
 * Group: data
 * Calls: splice
 * Flows: 1. task -> file (write)
 *        The file is asked before the pipe is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int ends[2], to;

static void prepare(void)
{
	MUST(pipe(ends));
	to = open_file(TEST, O_WRONLY);
}

static void target(void)
{
	REFUSED(EAGAIN, splice(ends[0], NULL, to, NULL, 1, SPLICE_F_NONBLOCK));
}

PROGRAM("splice-empty")
