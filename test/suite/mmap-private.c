/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap-private - a file is mapped for itself.
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
	MUST(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0));
}

PROGRAM("mmap-private")
