/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cgroup-socket - a byte goes through sockets in a cgroup of its own.
 * Group: containers
 * Calls: sendto, recvfrom
 * Flows: 1. task -> socket (send_msg)   2. socket -> peer (receive_unix)   3. socket -> task
 *        (receive_msg)
 */
#include "container.h"
#include "suite.h"

static int ends[2];

static void prepare(void)
{
	enter_cgroup();
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	char byte;

	MUST(send(ends[0], "x", 1, 0));
	MUST(recv(ends[1], &byte, 1, 0));
}

PROGRAM("cgroup-socket")
