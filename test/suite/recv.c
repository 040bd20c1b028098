/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recv - a byte is received.
 * Group: sockets
 * Calls: recvfrom
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
	char byte;

	MUST(recv(ends[1], &byte, 1, 0));
}

PROGRAM("recv")
