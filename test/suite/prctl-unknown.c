/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prctl-unknown - something that no prctl does.
 * Group: processes
 * Calls: prctl
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/prctl.h>

static void target(void)
{
	REFUSED(EINVAL, prctl(-1, 0, 0, 0, 0));
}

BARE_PROGRAM("prctl-unknown")
