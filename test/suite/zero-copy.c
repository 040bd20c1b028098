/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zero-copy - a byte is sent without copying it.
 * Group: sockets
 * Calls: sendto
 * Flows: 1. task -> socket (send_msg)
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
	int one = 1;

	MUST(listen(server, 1));
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(setsockopt(client, SOL_SOCKET, SO_ZEROCOPY, &one, sizeof(one)));
	MUST(connect(client, (struct sockaddr *)&address, size));
}

static void target(void)
{
	MUST(send(client, "x", 1, MSG_ZEROCOPY));
}

PROGRAM("zero-copy")
