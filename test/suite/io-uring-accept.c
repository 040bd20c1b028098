/* SPDX-License-Identifier: Apache-2.0 */
/*
 * io-uring-accept - a connection is taken by a ring.
 * Group: asynchronous
 * Calls: io_uring_enter
 * Flows: 1. listener -> new socket (accept_socket)   2. new socket -> task (accept)
 * Tracepoint: What a ring is asked for is no system call.
 */
#include "ring.h"
#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static struct uring ring;
static struct sockaddr_in address = {.sin_family = AF_INET};
static socklen_t size = sizeof(address);
static int server, client;

static void prepare(void)
{
	ring_open(&ring);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, size));
	MUST(getsockname(server, (struct sockaddr *)&address, &size));
	MUST(listen(server, 1));
	client = MUST(socket(AF_INET, SOCK_STREAM, 0));
	MUST(connect(client, (struct sockaddr *)&address, size));
}

static void target(void)
{
	ring_do(&ring, &(struct io_uring_sqe){.opcode = IORING_OP_ACCEPT, .fd = server});
}

PROGRAM("io-uring-accept")
