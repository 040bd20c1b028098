/* SPDX-License-Identifier: Apache-2.0 */
/*
 * socketpair-stream - two connected stream sockets.
 * Group: sockets
 * Calls: socketpair
 * Flows: 1. task -> socket (socket_create)   2. task -> socket (socket_pair_create)
 * Tracepoint: The two descriptors are given through memory: seen at their first use.
 */
#include "suite.h"

static void target(void)
{
	int ends[2];

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

BARE_PROGRAM("socketpair-stream")
