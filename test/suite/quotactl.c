/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quotactl - all quotas are written back.
 * Group: system
 * Calls: quotactl
 * Flows: none. No hook is called where no file system is named.
 */
#include "suite.h"

#include <sys/quota.h>

static void target(void)
{
	if (quotactl(QCMD(Q_SYNC, USRQUOTA), NULL, 0, NULL) < 0)
		skip("no quotas");
}

BARE_PROGRAM("quotactl")
