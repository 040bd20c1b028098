/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memfd-create - a file in memory is made, written and sealed.
 * Group: memory
 * Calls: memfd_create, write, fcntl
 * Flows: 1. task -> file (write)
 */
#include "suite.h"

static void target(void)
{
	int made = MUST(memfd_create("suite", MFD_ALLOW_SEALING));

	MUST(write(made, "x", 1));
	MUST(fcntl(made, F_ADD_SEALS, F_SEAL_WRITE));
}

BARE_PROGRAM("memfd-create")
