/* SPDX-License-Identifier: Apache-2.0 */
/*
 * send - a byte is sent.
 * Group: sockets
 * Calls: sendto
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
	MUST(send(ends[0], "x", 1, 0));
}

PROGRAM("send")
