/* SPDX-License-Identifier: Apache-2.0 */
/*
 * perf-event-open - a counter is opened.
 * Group: system
 * Calls: perf_event_open
 * Gap: no flow between objects: a process counts itself.
 */
#include "suite.h"

#include <linux/perf_event.h>

static void target(void)
{
	struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE, .size = sizeof(event)};

	if (syscall(SYS_perf_event_open, &event, 0, -1, -1, 0) < 0)
		skip("no perf events");
}

BARE_PROGRAM("perf-event-open")
