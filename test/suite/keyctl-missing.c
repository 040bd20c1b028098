/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyctl-missing - there is no such key.
 * Group: identity
 * Calls: keyctl
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <linux/keyctl.h>

static void target(void)
{
	if (syscall(SYS_keyctl, KEYCTL_READ, 0x7ffffff0, NULL, 0) >= 0)
		broken("keyctl");
	if (errno == ENOSYS)
		skip("no keyrings");
}

BARE_PROGRAM("keyctl-missing")
