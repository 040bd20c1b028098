/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgrcv - a message comes out of a queue.
 * Group: IPC
 * Calls: msgrcv
 * Flows: 1. msg -> task (receive_msg_queue)
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/msg.h>

static int queue;

static void prepare(void)
{
	struct {
		long type;
		char text[8];
	} message = {1, "hi"};

	queue = MUST(msgget(IPC_PRIVATE, 0600));
	MUST(msgsnd(queue, &message, 8, 0));
}

static void target(void)
{
	struct {
		long type;
		char text[8];
	} message = {1, "hi"};

	MUST(msgrcv(queue, &message, 8, 0, 0));
	MUST(msgctl(queue, IPC_RMID, NULL));
}

PROGRAM("msgrcv")
