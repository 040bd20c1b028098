/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-stream-missing - no UNIX socket has that name.
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
	client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
}

static void target(void)
{
	REFUSED(ENOENT, connect(client, (struct sockaddr *)&address, sizeof(address)));
}

PROGRAM("unix-stream-missing")
