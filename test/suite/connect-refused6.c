/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connect-refused6 - nobody listens, over IPv6.
 * Group: sockets
 * Calls: connect
 * Flows: 1. address -> socket (addressed)   2. task -> socket (connect)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in6 address = {.sin6_family = AF_INET6};
static socklen_t size = sizeof(address);
static int client;

static void prepare(void)
{
	int server = socket(AF_INET6, SOCK_STREAM, 0);

	address.sin6_addr = in6addr_loopback;
	if (server < 0 || bind(server, (struct sockaddr *)&address, size) < 0)
		skip("no IPv6");
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	close(server);
	client = MUST(socket(AF_INET6, SOCK_STREAM, 0));
}

static void target(void)
{
	REFUSED(ECONNREFUSED, connect(client, (struct sockaddr *)&address, size));
}

PROGRAM("connect-refused6")
