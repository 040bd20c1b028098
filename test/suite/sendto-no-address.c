/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendto-no-address - a datagram without an address.
 * Group: sockets
 * Calls: sendto
 * Flows: 1. task -> socket (send_msg)
 *        The hook is called before the address is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int client;

static void prepare(void)
{
	client = MUST(socket(AF_INET, SOCK_DGRAM, 0));
}

static void target(void)
{
	REFUSED(EDESTADDRREQ, send(client, "x", 1, 0));
}

PROGRAM("sendto-no-address")
