/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mq-open - a POSIX message queue is made.
 * Group: IPC
 * Calls: mq_open
 * Flows: 1. task -> file (inode_create)
 */
#include "suite.h"

#include <mqueue.h>

static void target(void)
{
	mqd_t queue = mq_open("/camflow-suite", O_CREAT | O_RDWR, 0600, NULL);

	if (queue < 0)
		skip("no POSIX message queues");
	mq_unlink("/camflow-suite");
}

BARE_PROGRAM("mq-open")
