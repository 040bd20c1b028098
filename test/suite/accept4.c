/* SPDX-License-Identifier: Apache-2.0 */
/*
 * accept4 - a connection is taken.
 * Group: sockets
 * Calls: accept4
 * Flows: 1. listener -> new socket (accept_socket)   2. address -> new socket (addressed)
 *        3. new socket -> task (accept)
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
	MUST(listen(server, 1));
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(connect(client, (struct sockaddr *)&address, size));
}

static void target(void)
{
	MUST(accept4(server, NULL, NULL, SOCK_CLOEXEC));
}

PROGRAM("accept4")
