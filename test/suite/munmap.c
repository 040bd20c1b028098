/* SPDX-License-Identifier: Apache-2.0 */
/*
 * munmap - a mapping is given back.
 * Group: memory
 * Calls: munmap
 * Gap: no flow: nothing passes when a mapping goes.
 */
#include "suite.h"

static int file;
static char *memory;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	MUST(ftruncate(file, 4096));
	memory = (char *)MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
}

static void target(void)
{
	MUST(munmap(memory, 4096));
}

PROGRAM("munmap")
