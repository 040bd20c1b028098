/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mq-send-full - a POSIX queue is full.
 * Group: IPC
 * Calls: mq_timedsend
 * Flows: 1. task -> msg (msg_create)
 *        The message is made before the queue is looked at; it ends at once.
 * Tracepoint: Only calls that succeed are seen.
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
	MUST(mq_send(queue, "x", 1, 0));
}

static void target(void)
{
	REFUSED(EAGAIN, mq_send(queue, "x", 1, 0));
}

PROGRAM("mq-send-full")
