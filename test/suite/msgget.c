/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgget - a message queue is made.
 * Group: IPC
 * Calls: msgget
 * Gap: no flow: a queue has no vertex, its messages have.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/msg.h>

static int queue;

static void target(void)
{
	queue = MUST(msgget(IPC_PRIVATE, 0600));
	MUST(msgctl(queue, IPC_RMID, NULL));
}

BARE_PROGRAM("msgget")
