/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mprotect-write - a shared mapping becomes writable.
 * Group: memory
 * Calls: mprotect
 * Flows: 1. file -> task (mmap)
 */
#include "suite.h"

static int file;
static char *memory;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	MUST(ftruncate(file, 4096));
	memory = (char *)MUST(mmap(NULL, 4096, PROT_READ, MAP_SHARED, file, 0));
}

static void target(void)
{
	MUST(mprotect(memory, 4096, PROT_READ | PROT_WRITE));
}

PROGRAM("mprotect-write")
