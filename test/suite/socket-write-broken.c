/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socket-write-broken - a byte is written to a socket whose other end is closed.
 * Group: sockets
 * Calls: write
 * Flows: 1. task -> socket (send, send_msg)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	close(ends[1]);
	signal(SIGPIPE, SIG_IGN);
}

static void target(void)
{
	REFUSED(EPIPE, write(ends[0], "x", 1));
}

PROGRAM("socket-write-broken")
