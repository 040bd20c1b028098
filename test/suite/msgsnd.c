/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgsnd - a message goes into a queue.
 * Group: IPC
 * Calls: msgsnd
 * Flows: 1. task -> msg (msg_create)   2. task -> msg (send_msg_queue)
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/msg.h>

static int queue;

static void prepare(void)
{
	queue = MUST(msgget(IPC_PRIVATE, 0600));
}

static void target(void)
{
	struct {
		long type;
		char text[8];
	} message = {1, "hi"};

	MUST(msgsnd(queue, &message, 8, 0));
}

PROGRAM("msgsnd")
