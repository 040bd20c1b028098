/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ftruncate-read-only - a descriptor that is open for reading.
 * Group: metadata
 * Calls: ftruncate
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	REFUSED(EINVAL, ftruncate(file, 0));
}

PROGRAM("ftruncate-read-only")
