/* SPDX-License-Identifier: Apache-2.0 */
/*
 * msync - a mapping is written back.
 * Group: memory
 * Calls: msync
 * Gap: no flow: a shared mapping is its file.
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
	MUST(msync(memory, 4096, MS_SYNC));
}

PROGRAM("msync")
