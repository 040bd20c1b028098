/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recvmmsg - messages are received together.
 * Group: sockets
 * Calls: recvmmsg
 * Flows: 1. peer -> socket (send_unix)   2. socket -> task (receive_msg)
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	MUST(write(ends[0], "x", 1));
}

static void target(void)
{
	char byte = 0;
	struct iovec vector = {&byte, 1};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
	struct mmsghdr messages[] = {{.msg_hdr = message}};

	MUST(recvmmsg(ends[1], messages, 1, 0, NULL));
}

PROGRAM("recvmmsg")
