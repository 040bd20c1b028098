/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-char - a character device is opened and read.
 * Group: open flags
 * Calls: open, read
 * Flows: 1. device -> task (open)   2. device -> task (read)
 */
#include "suite.h"

static void target(void)
{
	char byte;
	int file = MUST(open("/dev/zero", O_RDONLY));

	MUST(read(file, &byte, 1));
}

BARE_PROGRAM("open-char")
