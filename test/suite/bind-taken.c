/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bind-taken - somebody else has the address.
 * Group: sockets
 * Calls: bind
 * Flows: 1. address -> socket (addressed)   2. task -> socket (bind)
 *        The hook is called before the address is looked for.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in address = {.sin_family = AF_INET};
static socklen_t size = sizeof(address);
static int server, other;

static void prepare(void)
{
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	other = MUST(socket(AF_INET, SOCK_STREAM, 0));
}

static void target(void)
{
	REFUSED(EADDRINUSE, bind(other, (struct sockaddr *)&address, size));
}

PROGRAM("bind-taken")
