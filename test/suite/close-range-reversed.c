/* SPDX-License-Identifier: Apache-2.0 */
/*
 * close-range-reversed - the last number is below the first.
 * Group: descriptors
 * Calls: close_range
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EINVAL, syscall(SYS_close_range, 9, 8, 0));
}

BARE_PROGRAM("close-range-reversed")
