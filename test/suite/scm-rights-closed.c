/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scm-rights-closed - a descriptor that is none is handed over.
 * Group: descriptors
 * Calls: sendmsg
 * Flows: 1. task -> socket (send_msg)
 *        The hook is called before what is handed over is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int ends[2];

static void prepare(void)
{
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
	int file = 99;

	*head = (struct cmsghdr){
	    .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
	memcpy(CMSG_DATA(head), &file, sizeof(file));
	REFUSED(EBADF, sendmsg(ends[0], &message, 0));
}

PROGRAM("scm-rights-closed")
