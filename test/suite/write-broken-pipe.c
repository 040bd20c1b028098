/* SPDX-License-Identifier: Apache-2.0 */
/*
 * write-broken-pipe - nobody reads the pipe any more.
 * Group: data
 * Calls: write
 * Flows: 1. task -> pipe (write)
 *        The hook is called before the pipe is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
}

static void target(void)
{
	REFUSED(EPIPE, write(ends[1], "x", 1));
}

PROGRAM("write-broken-pipe")
