/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fifo-no-reader - a named pipe that nobody reads.
 * Group: data
 * Calls: open
 * Flows: 1. directory -> task (perm_check)   2. pipe -> task (open)
 *        The hook is called before readers are looked for.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static void prepare(void)
{
	pid_t child = MUST(fork());

	if (child == 0)
		_exit(mkfifo("fifo", 0600) != 0);
	if (wait_for(child) != 0)
		broken("mkfifo");
}

static void target(void)
{
	REFUSED(ENXIO, open("fifo", O_WRONLY | O_NONBLOCK));
}

PROGRAM("fifo-no-reader")
