/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsync-pipe - a pipe cannot be made safe.
 * Group: data
 * Calls: fsync
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
}

static void target(void)
{
	REFUSED(EINVAL, fsync(ends[1]));
}

PROGRAM("fsync-pipe")
