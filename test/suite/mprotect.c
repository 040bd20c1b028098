/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mprotect - a mapping becomes read-only.
 * Group: memory
 * Calls: mprotect
 * Gap: no flow: nothing can pass that could not before.
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
	MUST(mprotect(memory, 4096, PROT_READ));
}

PROGRAM("mprotect")
