/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-dgram - a UNIX datagram to a name.
 * Group: sockets
 * Calls: sendto, recvfrom
 * Flows: 1. task -> socket (send_msg)   2. sending socket -> receiving socket (send_unix)
 *        3. socket -> task (receive_msg)
 */
#include "suite.h"

#include <sys/un.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
static int server, client;

static void prepare(void)
{
	server = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, sizeof(address)));
	client = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
}

static void target(void)
{
	char byte;

	MUST(sendto(client, "x", 1, 0, (struct sockaddr *)&address, sizeof(address)));
	MUST(recv(server, &byte, 1, 0));
}

PROGRAM("unix-dgram")
