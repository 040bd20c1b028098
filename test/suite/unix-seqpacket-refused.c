/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-seqpacket-refused - the UNIX socket of that name is of another kind.
 * Group: sockets
 * Calls: connect
 * Flows: 1. address -> socket (addressed)   2. task -> socket (connect)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/un.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
static int client;

static void prepare(void)
{
	int server = MUST(socket(AF_UNIX, SOCK_DGRAM, 0));

	MUST(bind(server, (struct sockaddr *)&address, sizeof(address)));
	client = MUST(socket(AF_UNIX, SOCK_SEQPACKET, 0));
}

static void target(void)
{
	REFUSED(EPROTOTYPE, connect(client, (struct sockaddr *)&address, sizeof(address)));
}

PROGRAM("unix-seqpacket-refused")
