/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listen-refused - a datagram socket knows no connections.
 * Group: sockets
 * Calls: listen
 * Flows: 1. task -> socket (listen)
 *        The hook is called before the kind of the socket is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int server;

static void prepare(void)
{
	server = MUST(socket(AF_INET, SOCK_DGRAM, 0));
}

static void target(void)
{
	REFUSED(EOPNOTSUPP, listen(server, 1));
}

PROGRAM("listen-refused")
