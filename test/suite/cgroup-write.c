/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cgroup-write - a byte is written in a cgroup of its own.
 * Group: containers
 * Calls: write
 * Flows: 1. task -> file (write)
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
	MUST(write(file, "x", 1));
}

PROGRAM("cgroup-write")
