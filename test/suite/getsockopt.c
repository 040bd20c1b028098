/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getsockopt - a setting of a socket is asked.
 * Group: sockets
 * Calls: getsockopt
 * Gap: settings of sockets are not flows of data.
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

	MUST(getsockopt(ends[0], SOL_SOCKET, SO_TYPE, &value, &size));
}

PROGRAM("getsockopt")
