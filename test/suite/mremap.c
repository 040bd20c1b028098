/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mremap - a mapping grows.
 * Group: memory
 * Calls: mremap
 * Gap: no flow: the file was recorded as mapped.
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
	MUST(mremap(memory, 4096, 8192, MREMAP_MAYMOVE));
}

PROGRAM("mremap")
