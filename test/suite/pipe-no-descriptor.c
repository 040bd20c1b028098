/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pipe-no-descriptor - no number is left for the ends of a pipe.
 * Group: descriptors
 * Calls: pipe
 * Flows: 1. task -> pipe (inode_create)
 *        The pipe is made before its numbers are looked for.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/resource.h>

static int ends[2];

static void prepare(void)
{
	struct rlimit none = {0, 0};

	MUST(setrlimit(RLIMIT_NOFILE, &none));
}

static void target(void)
{
	REFUSED(EMFILE, pipe(ends));
}

PROGRAM("pipe-no-descriptor")
