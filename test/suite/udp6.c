/* SPDX-License-Identifier: Apache-2.0 */
/*
 * udp6 - a datagram over UDP and IPv6.
 * Group: sockets
 * Calls: sendto, recvfrom
 * Flows: 1. task -> socket (send_msg)   2. socket -> task (receive_msg)
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
	server = MUST(socket(AF_INET6, SOCK_DGRAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	client = MUST(socket(AF_INET6, SOCK_DGRAM, 0));
}

static void target(void)
{
	char byte;

	MUST(sendto(client, "x", 1, 0, (struct sockaddr *)&address, size));
	MUST(recv(server, &byte, 1, 0));
}

PROGRAM("udp6")
