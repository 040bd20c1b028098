/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shutdown-unconnected - there is no connection to close.
 * Group: sockets
 * Calls: shutdown
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int client;

static void prepare(void)
{
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
}

static void target(void)
{
	REFUSED(ENOTCONN, shutdown(client, SHUT_WR));
}

PROGRAM("shutdown-unconnected")
