/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memfd-sealed - a sealed file in memory is written.
 * Group: memory
 * Calls: write
 * Flows: 1. task -> file (write)
 *        The hook is called before the seals are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = MUST(memfd_create("suite", MFD_ALLOW_SEALING));
	MUST(write(file, "x", 1));
	MUST(fcntl(file, F_ADD_SEALS, F_SEAL_WRITE));
}

static void target(void)
{
	REFUSED(EPERM, write(file, "x", 1));
}

PROGRAM("memfd-sealed")
