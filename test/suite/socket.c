/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socket - a socket is made.
 * Group: sockets
 * Calls: socket
 * Flows: 1. task -> socket (socket_create)
 */
#include "suite.h"

static void target(void)
{
	MUST(socket(AF_INET, SOCK_STREAM, 0));
}

BARE_PROGRAM("socket")
