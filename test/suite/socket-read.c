/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socket-read - a byte is read from a socket.
 * Group: sockets
 * Calls: read
 * Flows: 1. peer -> socket (send_unix)   2. socket -> task (receive, receive_msg)
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

	MUST(read(ends[1], &byte, 1));
}

PROGRAM("socket-read")
