/* SPDX-License-Identifier: Apache-2.0 */
/*
 * listen - a socket waits for connections.
 * Group: sockets
 * Calls: listen
 * Flows: 1. task -> socket (listen)
 */
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in address = {.sin_family = AF_INET};
static socklen_t size = sizeof(address);
static int server;

static void prepare(void)
{
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
}

static void target(void)
{
	MUST(listen(server, 1));
}

PROGRAM("listen")
