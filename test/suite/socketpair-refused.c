/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socketpair-refused - two sockets of a family that makes no pairs.
 * Group: sockets
 * Calls: socketpair
 * Flows: 1. task -> socket (socket_create)
 *        The sockets are made before they are to be joined.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int ends[2];

static void target(void)
{
	REFUSED(EOPNOTSUPP, socketpair(AF_INET, SOCK_DGRAM, 0, ends));
}

BARE_PROGRAM("socketpair-refused")
