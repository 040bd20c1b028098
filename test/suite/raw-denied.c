/* SPDX-License-Identifier: Apache-2.0 */
/*
 * raw-denied - a user wants a raw socket.
 * Group: sockets
 * Calls: socket
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <netinet/in.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
}

PROGRAM("raw-denied")
