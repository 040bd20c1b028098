/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scm-rights - a descriptor is handed over a socket.
 * Group: descriptors
 * Calls: sendmsg, recvmsg
 * Flows: 1. file -> task (file_rcv)   2. socket -> task (receive_msg)
 *        3. task -> socket (send_msg)
 */
#include "suite.h"

static int file, ends[2];

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static void target(void)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = {0};
	struct iovec vector = {&byte, 1};
	struct msghdr message = {.msg_iov = &vector,
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control)};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	*head = (struct cmsghdr){
	    .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
	memcpy(CMSG_DATA(head), &file, sizeof(file));
	MUST(sendmsg(ends[0], &message, 0));
	MUST(recvmsg(ends[1], &message, 0));
}

PROGRAM("scm-rights")
