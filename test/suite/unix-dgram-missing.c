/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-dgram-missing - a datagram to a name that no UNIX socket has.
 * Group: sockets
 * Calls: sendto
 * Flows: 1. task -> socket (send_msg)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/un.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
static int client;

static void prepare(void)
{
	client = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));
}

static void target(void)
{
	REFUSED(ENOENT, sendto(client, "x", 1, 0, (struct sockaddr *)&address, sizeof(address)));
}

PROGRAM("unix-dgram-missing")
