/* SPDX-License-Identifier: Apache-2.0 */
/*
 * connect-refused - nobody listens.
 * Group: sockets
 * Calls: connect
 * Flows: 1. address -> socket (addressed)   2. task -> socket (connect)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in address = {.sin_family = AF_INET};
static socklen_t size = sizeof(address);
static int server, client;

static void prepare(void)
{
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	close(server);
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
}

static void target(void)
{
	REFUSED(ECONNREFUSED, connect(client, (struct sockaddr *)&address, size));
}

PROGRAM("connect-refused")
