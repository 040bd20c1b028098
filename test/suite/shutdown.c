/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shutdown - one way of a connection is closed.
 * Group: sockets
 * Calls: shutdown
 * Gap: no flow: the end of data is no data.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	MUST(shutdown(ends[0], SHUT_WR));
}

PROGRAM("shutdown")
