/* SPDX-License-Identifier: Apache-2.0 */
/*
 * eventfd - a counter is raised and read.
 * Group: IPC
 * Calls: eventfd2, write, read
 * Gap: no flow: descriptors of this kind share one inode, through which all of them would seem
 *      joined.
 */
#include "suite.h"

#include <stdint.h>
#include <sys/eventfd.h>

static void target(void)
{
	uint64_t count = 1;
	int file = MUST(eventfd(0, 0));

	MUST(write(file, &count, sizeof(count)));
	MUST(read(file, &count, sizeof(count)));
}

BARE_PROGRAM("eventfd")
