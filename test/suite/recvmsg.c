/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recvmsg - a byte is received as a message.
 * Group: sockets
 * Calls: recvmsg
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

	MUST(recvmsg(ends[1], &message, 0));
}

PROGRAM("recvmsg")
