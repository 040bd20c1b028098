/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getsockopt-unknown - a setting that there is not.
 * Group: sockets
 * Calls: getsockopt
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	int value;
	socklen_t size = sizeof(value);

	REFUSED(ENOPROTOOPT, getsockopt(ends[0], SOL_SOCKET, 9999, &value, &size));
}

PROGRAM("getsockopt-unknown")
