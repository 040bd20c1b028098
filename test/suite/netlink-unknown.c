/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netlink-unknown - a part of the kernel that netlink does not know.
 * Group: sockets
 * Calls: socket
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EPROTONOSUPPORT, socket(AF_NETLINK, SOCK_RAW, 31));
}

BARE_PROGRAM("netlink-unknown")
