/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reboot-refused - a reboot with the wrong password is refused.
 * Group: system
 * Calls: reboot
 * Gap: no flow: refused before any hook.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EINVAL, syscall(SYS_reboot, 1, 2, 3, NULL));
}

BARE_PROGRAM("reboot-refused")
