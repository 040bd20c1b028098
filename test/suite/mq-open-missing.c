/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mq-open-missing - there is no such POSIX queue.
 * Group: IPC
 * Calls: mq_open
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <mqueue.h>

static void target(void)
{
	if (mq_open("/camflow-suite-missing", O_RDWR) >= 0)
		broken("mq_open");
	if (errno == ENOSYS)
		skip("no POSIX message queues");
}

BARE_PROGRAM("mq-open-missing")
