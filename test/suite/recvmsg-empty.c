/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recvmsg-empty - no message was sent.
 * Group: sockets
 * Calls: recvmsg
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
	char byte;
	struct iovec vector = {&byte, 1};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};

	REFUSED(EAGAIN, recvmsg(ends[1], &message, MSG_DONTWAIT));
}

PROGRAM("recvmsg-empty")
