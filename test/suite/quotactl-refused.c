/* SPDX-License-Identifier: Apache-2.0 */
/*
 * quotactl-refused - the quotas of what is no disk.
 * Group: system
 * Calls: quotactl
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

#include <sys/quota.h>

static void target(void)
{
	struct dqblk quota;

	if (quotactl(QCMD(Q_GETQUOTA, USRQUOTA), "/dev/null", 0, (char *)&quota) == 0)
		broken("quotactl");
	if (errno == ENOSYS)
		skip("no quotas");
}

BARE_PROGRAM("quotactl-refused")
