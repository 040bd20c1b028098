/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mq-send - a message goes into a POSIX queue.
 * Group: IPC
 * Calls: mq_timedsend
 * Flows: 1. task -> msg (msg_create)
 */
#include "suite.h"

#include <mqueue.h>

static mqd_t queue;

static void prepare(void)
{
	queue = mq_open("/camflow-suite", O_CREAT | O_RDWR, 0600, NULL);
	if (queue < 0)
		skip("no POSIX message queues");
	mq_unlink("/camflow-suite");
}

static void target(void)
{
	MUST(mq_send(queue, "x", 1, 0));
}

PROGRAM("mq-send")
