/* SPDX-License-Identifier: Apache-2.0 */
/*
 * perf-event-denied - a user counts what a whole processor does.
 * Group: system
 * Calls: perf_event_open
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <linux/perf_event.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE, .size = sizeof(event)};

	if (syscall(SYS_perf_event_open, &event, -1, 0, -1, 0) >= 0 ||
	    (errno != EACCES && errno != EPERM))
		skip("no perf events, or users may");
}

PROGRAM("perf-event-denied")
