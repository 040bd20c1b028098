/* SPDX-License-Identifier: Apache-2.0 */
/*
 * netlink - the kernel is asked over netlink.
 * Group: sockets
 * Calls: sendto, recvfrom
 * Flows: 1. task -> socket (send_msg)   2. socket -> task (receive_msg)
 */
#include "suite.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

static int kernel;

static void prepare(void)
{
	kernel = MUST(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
}

static void target(void)
{
	struct {
		struct nlmsghdr head;
		struct ifinfomsg link;
	} question = {.head = {.nlmsg_len = sizeof(question),
			       .nlmsg_type = RTM_GETLINK,
			       .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP}};
	char answer[8192];

	MUST(send(kernel, &question, sizeof(question), 0));
	MUST(recv(kernel, answer, sizeof(answer), 0));
}

PROGRAM("netlink")
