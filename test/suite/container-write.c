/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container-write - a byte is written by the first process of a container.
 * Group: containers
 * Calls: write
 * Flows: 1. task -> file (write)
 */
#include "container.h"
#include "suite.h"

static int file;

static void prepare(void)
{
	make_file(TEST);
	enter_container();
	file = MUST(open(TEST, O_RDWR));
}

static void target(void)
{
	MUST(write(file, "x", 1));
}

PROGRAM("container-write")
