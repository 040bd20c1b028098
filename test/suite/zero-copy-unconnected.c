/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zero-copy-unconnected - a byte for no connection, without copying it.
 * Group: sockets
 * Calls: sendto
 * Flows: 1. task -> socket (send_msg)
 *        The hook is called before the connection is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <netinet/in.h>

static int client;

static void prepare(void)
{
	int on = 1;

	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(setsockopt(client, SOL_SOCKET, SO_ZEROCOPY, &on, sizeof(on)));
}

static void target(void)
{
	REFUSED(EPIPE, send(client, "x", 1, MSG_ZEROCOPY | MSG_NOSIGNAL));
}

PROGRAM("zero-copy-unconnected")
