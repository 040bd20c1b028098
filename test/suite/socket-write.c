/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socket-write - a byte is written to a socket.
 * Group: sockets
 * Calls: write
 * Flows: 1. task -> socket (send, send_msg)   2. socket -> peer (receive_unix)
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	MUST(write(ends[0], "x", 1));
}

PROGRAM("socket-write")
