/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendmmsg-closed - messages to a descriptor that is none.
 * Group: sockets
 * Calls: sendmmsg
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	struct mmsghdr messages[2] = {0};

	REFUSED(EBADF, sendmmsg(99, messages, 2, 0));
}

BARE_PROGRAM("sendmmsg-closed")
