/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendmsg-no-socket - a message to a file.
 * Group: sockets
 * Calls: sendmsg
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	struct msghdr message = {0};

	REFUSED(ENOTSOCK, sendmsg(file, &message, 0));
}

PROGRAM("sendmsg-no-socket")
