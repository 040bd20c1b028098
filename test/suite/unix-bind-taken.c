/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-bind-taken - a UNIX socket wants a name that is taken.
 * Group: sockets
 * Calls: bind
 * Flows: 1. address -> socket (addressed)   2. task -> socket (bind)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/un.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
static int server;

static void prepare(void)
{
	make_file("socket");
	server = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
}

static void target(void)
{
	REFUSED(EADDRINUSE, bind(server, (struct sockaddr *)&address, sizeof(address)));
}

PROGRAM("unix-bind-taken")
