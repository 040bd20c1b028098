/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mq-receive-empty - a POSIX queue is empty.
 * Group: IPC
 * Calls: mq_timedreceive
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <mqueue.h>

static mqd_t queue;

static void prepare(void)
{
	struct mq_attr limits = {.mq_maxmsg = 1, .mq_msgsize = 1};

	queue = mq_open("/camflow-suite", O_CREAT | O_RDWR | O_NONBLOCK, 0600, &limits);
	if (queue < 0)
		skip("no POSIX message queues");
	mq_unlink("/camflow-suite");
}

static void target(void)
{
	char byte;

	REFUSED(EAGAIN, mq_receive(queue, &byte, 1, NULL));
}

PROGRAM("mq-receive-empty")
