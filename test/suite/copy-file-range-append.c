/* SPDX-License-Identifier: Apache-2.0 */
/*
 * copy-file-range-append - a file that is only added to is no target.
 * Group: data
 * Calls: copy_file_range
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int from, to;

static void prepare(void)
{
	from = open_file(TEST, O_RDONLY);
	to = open_file("second", O_WRONLY | O_APPEND);
}

static void target(void)
{
	REFUSED(EBADF, copy_file_range(from, NULL, to, NULL, 1, 0));
}

PROGRAM("copy-file-range-append")
