/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getdents64 - a directory is listed.
 * Group: directories
 * Calls: getdents64
 * Flows: 1. directory -> task (read)
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	char entries[1024];

	MUST(syscall(SYS_getdents64, directory, entries, sizeof(entries)));
}

PROGRAM("getdents64")
