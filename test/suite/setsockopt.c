/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setsockopt - a setting of a socket is changed.
 * Group: sockets
 * Calls: setsockopt
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
	int value = 1;

	MUST(setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &value, sizeof(value)));
}

PROGRAM("setsockopt")
