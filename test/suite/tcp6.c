/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tcp6 - a byte over TCP and IPv6.
 * Group: sockets
 * Calls: connect, accept, sendto, recvfrom
 * Flows: 1. address -> socket (addressed)   2. task -> socket (connect)
 *        3. listener -> new socket (accept_socket)   4. new socket -> task (accept)
 *        5. task -> socket (send_msg)   6. socket -> task (receive_msg)
 */
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in6 address = {.sin6_family = AF_INET6};
static socklen_t size = sizeof(address);
static int server, client;

static void prepare(void)
{
	address.sin6_addr = in6addr_loopback;
	if (access("/proc/net/if_inet6", F_OK) < 0)
		skip("no IPv6");
	server = MUST(socket(AF_INET6, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	MUST(listen(server, 1));
	client = MUST(socket(AF_INET6, SOCK_STREAM, 0));
}

static void target(void)
{
	char byte;
	int taken;

	MUST(connect(client, (struct sockaddr *)&address, size));
	taken = MUST(accept(server, NULL, NULL));
	MUST(send(client, "x", 1, 0));
	MUST(recv(taken, &byte, 1, 0));
}

PROGRAM("tcp6")
