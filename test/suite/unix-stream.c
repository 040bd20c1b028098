/* SPDX-License-Identifier: Apache-2.0 */
/*
 * unix-stream - a byte over a UNIX stream.
 * Group: sockets
 * Calls: connect, accept, sendto, recvfrom
 * Flows: 1. address -> socket (addressed)   2. task -> socket (connect)
 *        3. task -> socket (connect_unix_stream)   4. listener -> new socket (accept_socket)
 *        5. new socket -> task (accept)   6. task -> socket (send_msg)
 *        7. socket -> peer (receive_unix)   8. peer -> socket (send_unix)
 *        9. socket -> task (receive_msg)
 */
#include "suite.h"

#include <sys/un.h>

static struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
static int server, client;

static void prepare(void)
{
	server = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, sizeof(address)));
	MUST(listen(server, 1));
	client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
}

static void target(void)
{
	char byte;
	int taken;

	MUST(connect(client, (struct sockaddr *)&address, sizeof(address)));
	taken = MUST(accept(server, NULL, NULL));
	MUST(send(client, "x", 1, 0));
	MUST(recv(taken, &byte, 1, 0));
}

PROGRAM("unix-stream")
