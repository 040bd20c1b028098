/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recv-empty - nothing was sent.
 * Group: sockets
 * Calls: recvfrom
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

	REFUSED(EAGAIN, recv(ends[1], &byte, 1, MSG_DONTWAIT));
}

PROGRAM("recv-empty")
