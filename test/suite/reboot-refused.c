/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reboot-refused - a reboot with the wrong password is refused.
 * Group: system
 * Calls: reboot
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EINVAL, syscall(SYS_reboot, 1, 2, 3, NULL));
}

BARE_PROGRAM("reboot-refused")
