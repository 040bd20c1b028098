/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proc-maps - the list of another process' mappings is opened.
 * Group: processes
 * Calls: openat
 * Flows: 1. tracee -> task (ptrace_read_task)   2. memory -> task (ptrace_read)
 */
#include "suite.h"

static char path[32];

static void prepare(void)
{
	snprintf(path, sizeof(path), "/proc/%d/maps", idle_child());
}

static void target(void)
{
	MUST(open(path, O_RDONLY));
}

PROGRAM("proc-maps")
