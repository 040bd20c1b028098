/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eventfd-empty - a counter that is zero.
 * Group: IPC
 * Calls: read
 * Flows: none. Descriptors of this kind share one inode, which is left out.
 */
#include "suite.h"

#include <sys/eventfd.h>

static int counter;

static void prepare(void)
{
	counter = MUST(eventfd(0, EFD_NONBLOCK));
}

static void target(void)
{
	eventfd_t value;

	REFUSED(EAGAIN, eventfd_read(counter, &value));
}

PROGRAM("eventfd-empty")
