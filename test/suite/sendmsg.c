/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendmsg - a byte is sent as a message.
 * Group: sockets
 * Calls: sendmsg
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

	MUST(sendmsg(ends[0], &message, 0));
}

PROGRAM("sendmsg")
