/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bind - a socket gets an address.
 * Group: sockets
 * Calls: bind
 * Flows: 1. address -> socket (addressed)   2. task -> socket (bind)
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
}

static void target(void)
{
	MUST(bind(server, (struct sockaddr *)&address, size));
}

PROGRAM("bind")
