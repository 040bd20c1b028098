/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container-socket - a datagram goes through the network of a container.
 * Group: containers
 * Calls: sendto, recvfrom
 * Flows: 1. task -> socket (send_msg)   2. socket -> task (receive_msg)
 */
#include "container.h"
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in address = {.sin_family = AF_INET};
static socklen_t size = sizeof(address);
static int server, client;

static void prepare(void)
{
	enter_container();
	loopback_up();
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = MUST(socket(AF_INET, SOCK_DGRAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	client = MUST(socket(AF_INET, SOCK_DGRAM, 0));
}

static void target(void)
{
	char byte;

	MUST(sendto(client, "x", 1, 0, (struct sockaddr *)&address, size));
	MUST(recv(server, &byte, 1, 0));
}

PROGRAM("container-socket")
