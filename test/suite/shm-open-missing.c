/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shm-open-missing - there is no such shared memory.
 * Group: memory
 * Calls: openat
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void target(void)
{
	REFUSED(ENOENT, shm_open("/camflow-suite-missing", O_RDWR, 0600));
}

BARE_PROGRAM("shm-open-missing")
