/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shared-write - what a mapped file is given flows on with the next call.
 * Group: memory
 * Calls: mmap, write
 * Flows: 1. file -> memory (sh_read)   2. task -> file (write)
 */
#include "suite.h"

static int file, other;
static char *memory;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	other = open_file("second", O_RDWR);
	MUST(ftruncate(file, 4096));
	memory = (char *)MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
}

static void target(void)
{
	memory[0] = 'x';
	MUST(write(other, "x", 1));
}

PROGRAM("shared-write")
