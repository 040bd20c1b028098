/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-denied - a file that is open for reading is to be mapped for writing.
 * Group: memory
 * Calls: mmap
 * Flows: 1. file -> task (mmap)
 *        The hook is called before the descriptor's rights are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	REFUSED(EACCES, mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
}

PROGRAM("mmap-denied")
