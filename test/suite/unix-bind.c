/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-bind - a UNIX socket gets a name.
 * Group: sockets
 * Calls: bind
 * Flows: 1. address -> socket (addressed)   2. task -> directory (inode_create)
 *        3. task -> socket (inode_create)   4. task -> socket (bind)
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
	MUST(bind(client, (struct sockaddr *)&address, sizeof(address)));
}

PROGRAM("unix-bind")
