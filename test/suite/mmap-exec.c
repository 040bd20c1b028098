/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-exec - a file is mapped to be run.
 * Group: memory
 * Calls: mmap
 * Flows: 1. file -> task (mmap_private)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0));
}

PROGRAM("mmap-exec")
