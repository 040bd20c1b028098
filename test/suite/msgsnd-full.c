/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgsnd-full - a message does not fit into the queue.
 * Group: IPC
 * Calls: msgsnd
 * Flows: 1. task -> msg (msg_create)   2. task -> msg (send_msg_queue)
 *        The hooks are called before the room is looked at; the message ends at once.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/msg.h>

static int queue;

static void prepare(void)
{
	struct msqid_ds limits;

	queue = MUST(msgget(IPC_PRIVATE, 0600));
	MUST(msgctl(queue, IPC_STAT, &limits));
	limits.msg_qbytes = 4;
	MUST(msgctl(queue, IPC_SET, &limits));
}

static void target(void)
{
	struct {
		long type;
		char text[8];
	} message = {1, "hi"};

	REFUSED(EAGAIN, msgsnd(queue, &message, 8, IPC_NOWAIT));
	MUST(msgctl(queue, IPC_RMID, NULL));
}

PROGRAM("msgsnd-full")
