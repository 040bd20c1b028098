/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recvmmsg-empty - no messages were sent.
 * Group: sockets
 * Calls: recvmmsg
 * Flows: none. Where the end of a receive is seen nothing flows without data.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	struct mmsghdr messages[2] = {0};

	REFUSED(EAGAIN, recvmmsg(ends[1], messages, 2, MSG_DONTWAIT, NULL));
}

PROGRAM("recvmmsg-empty")
