/* SPDX-License-Identifier: Apache-2.0 */
/*
 * recvfrom - a datagram and the address it came from.
 * Group: sockets
 * Calls: recvfrom
 * Flows: 1. socket -> task (receive_msg)
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
	server = MUST(socket(AF_INET, SOCK_DGRAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	client = MUST(socket(AF_INET, SOCK_DGRAM, 0));
	MUST(sendto(client, "x", 1, 0, (struct sockaddr *)&address, size));
}

static void target(void)
{
	char byte;

	MUST(recvfrom(server, &byte, 1, 0, (struct sockaddr *)&address, &size));
}

PROGRAM("recvfrom")
