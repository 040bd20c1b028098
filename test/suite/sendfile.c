/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sendfile - data goes from file to file in the kernel.
 * Group: data
 * Calls: sendfile
 * Flows: 1. file -> task (read)   2. task -> file (write)
 */
#include "suite.h"

#include <sys/sendfile.h>

static int file, other;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	other = open_file("second", O_RDWR);
}

static void target(void)
{
	MUST(sendfile(other, file, NULL, 5));
}

PROGRAM("sendfile")
