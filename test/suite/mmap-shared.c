/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-shared - a file is mapped for all.
 * Group: memory
 * Calls: mmap
 * Flows: 1. file -> task (mmap)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
}

PROGRAM("mmap-shared")
