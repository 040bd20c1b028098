/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mq-receive - a message comes out of a POSIX queue.
 * Group: IPC
 * Calls: mq_timedreceive
 * Flows: 1. msg -> task (receive_msg_queue)
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
	MUST(mq_send(queue, "x", 1, 0));
}

static void target(void)
{
	char text[8192];

	MUST(mq_receive(queue, text, sizeof(text), NULL));
}

PROGRAM("mq-receive")
