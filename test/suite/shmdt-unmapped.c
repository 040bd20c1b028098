/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shmdt-unmapped - nothing is attached there.
 * Group: IPC
 * Calls: shmdt
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/ipc.h>
#include <sys/shm.h>

static void target(void)
{
	REFUSED(EINVAL, shmdt((void *)4096));
}

BARE_PROGRAM("shmdt-unmapped")
