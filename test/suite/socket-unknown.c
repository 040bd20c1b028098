/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socket-unknown - a family that there is not.
 * Group: sockets
 * Calls: socket
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void target(void)
{
	REFUSED(EAFNOSUPPORT, socket(AF_MAX, SOCK_STREAM, 0));
}

BARE_PROGRAM("socket-unknown")
