/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sigio - a socket tells by a signal that data came.
 * Group: descriptors
 * Calls: write
 * Flows: 1. socket -> task (file_sigio)
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	signal(SIGIO, SIG_IGN);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	MUST(fcntl(ends[1], F_SETOWN, getpid()));
	MUST(fcntl(ends[1], F_SETFL, O_ASYNC));
}

static void target(void)
{
	MUST(write(ends[0], "x", 1));
}

PROGRAM("sigio")
