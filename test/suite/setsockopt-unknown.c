/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setsockopt-unknown - a setting that there is not is changed.
 * Group: sockets
 * Calls: setsockopt
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
	int value = 1;

	REFUSED(ENOPROTOOPT, setsockopt(ends[0], SOL_SOCKET, 9999, &value, sizeof(value)));
}

PROGRAM("setsockopt-unknown")
