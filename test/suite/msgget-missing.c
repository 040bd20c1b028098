/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msgget-missing - there is no such queue.
 * Group: IPC
 * Calls: msgget
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/msg.h>

static void target(void)
{
	REFUSED(ENOENT, msgget(0x0cf10001, 0600));
}

BARE_PROGRAM("msgget-missing")
