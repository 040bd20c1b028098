/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mount-new-unknown - a file system that there is not, by the newer calls.
 * Group: system
 * Calls: fsopen
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENODEV, syscall(SYS_fsopen, "camflow-suite", 0));
}

BARE_PROGRAM("mount-new-unknown")
