/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fcntl-dupfd - a second descriptor by fcntl.
 * Group: descriptors
 * Calls: fcntl
 * Flows: 1. file -> task (dup)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(fcntl(file, F_DUPFD, 50));
}

PROGRAM("fcntl-dupfd")
