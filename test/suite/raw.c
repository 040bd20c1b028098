/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raw - a packet over a raw socket.
 * Group: sockets
 * Calls: sendto
 * Flows: 1. task -> socket (send_msg)
 */
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct sockaddr_in address = {.sin_family = AF_INET};
static int raw;

static void prepare(void)
{
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	raw = MUST(socket(AF_INET, SOCK_RAW, 253));
}

static void target(void)
{
	MUST(sendto(raw, "12345678", 8, 0, (struct sockaddr *)&address, sizeof(address)));
}

PROGRAM("raw")
