/* SPDX-License-Identifier: Apache-2.0 */
/*
 * send-broken - the other end is closed.
 * Group: sockets
 * Calls: sendto
 * Flows: 1. task -> socket (send_msg)
 *        The hook is called before the peer is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	close(ends[1]);
}

static void target(void)
{
	REFUSED(EPIPE, send(ends[0], "x", 1, MSG_NOSIGNAL));
}

PROGRAM("send-broken")
