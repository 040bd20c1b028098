/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgrcv-empty - no message is in the queue.
 * Group: IPC
 * Calls: msgrcv
 * Flows: none. It is refused before anything flows.
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

	REFUSED(ENOMSG, msgrcv(queue, &message, 8, 0, IPC_NOWAIT));
	MUST(msgctl(queue, IPC_RMID, NULL));
}

PROGRAM("msgrcv-empty")
