/* SPDX-License-Identifier: Apache-2.0 */
/*
 * accept4-empty - nobody has connected.
 * Group: sockets
 * Calls: accept4
 * Flows: none. It is refused before anything flows.
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
	server = MUST(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	MUST(listen(server, 1));
}

static void target(void)
{
	REFUSED(EAGAIN, accept4(server, NULL, NULL, SOCK_CLOEXEC));
}

PROGRAM("accept4-empty")
