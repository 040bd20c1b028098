/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fork-refused - a user has as many processes as it may.
 * Group: processes
 * Calls: fork
 * Flows: 1. task -> new memory (clone_mem)
 *        The credentials of the child are made before its user's processes are counted.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/resource.h>

static void prepare(void)
{
	struct rlimit none = {0, 0};

	become_nobody();
	MUST(setrlimit(RLIMIT_NPROC, &none));
}

static void target(void)
{
	REFUSED(EAGAIN, fork());
}

PROGRAM("fork-refused")
