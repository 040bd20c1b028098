/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendmmsg - messages are sent together.
 * Group: sockets
 * Calls: sendmmsg
 * Flows: 1. task -> socket (send_msg)   2. socket -> peer (receive_unix)
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	char byte = 0;
	struct iovec vector = {&byte, 1};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
	struct mmsghdr messages[] = {{.msg_hdr = message}};

	MUST(sendmmsg(ends[0], messages, 1, 0));
}

PROGRAM("sendmmsg")
