/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendfile-read-only - the file that would get the data is open for reading.
 * Group: data
 * Calls: sendfile
 * Flows: 1. file -> task (read)
 *        The source is asked before the target is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/sendfile.h>

static int from, to;

static void prepare(void)
{
	from = open_file(TEST, O_RDONLY);
	to = open_file("second", O_RDONLY);
}

static void target(void)
{
	REFUSED(EBADF, sendfile(to, from, NULL, 1));
}

PROGRAM("sendfile-read-only")
