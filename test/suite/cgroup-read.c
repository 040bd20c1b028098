/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cgroup-read - a byte is read in a cgroup of its own.
 * Group: containers
 * Calls: read
 * Flows: 1. file -> task (read)
 */
#include "container.h"
#include "suite.h"

static int file;

static void prepare(void)
{
	enter_cgroup();
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	char byte;

	MUST(read(file, &byte, 1));
}

PROGRAM("cgroup-read")
