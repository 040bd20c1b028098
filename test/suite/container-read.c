/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container-read - a byte is read by the first process of a container.
 * Group: containers
 * Calls: read
 * Flows: 1. file -> task (read)
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
	char byte;

	MUST(read(file, &byte, 1));
}

PROGRAM("container-read")
