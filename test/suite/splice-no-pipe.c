/* SPDX-License-Identifier: Apache-2.0 */
/*
 * splice-no-pipe - neither end is a pipe.
 * Group: data
 * Calls: splice
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int from, to;

static void prepare(void)
{
	from = open_file(TEST, O_RDONLY);
	to = open_file("second", O_WRONLY);
}

static void target(void)
{
	REFUSED(EINVAL, splice(from, NULL, to, NULL, 1, 0));
}

PROGRAM("splice-no-pipe")
