/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ptrace-traceme-twice - who is traced already asks for it.
 * Group: processes
 * Calls: ptrace
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/ptrace.h>

static void prepare(void)
{
	MUST(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static void target(void)
{
	REFUSED(EPERM, ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

PROGRAM("ptrace-traceme-twice")
