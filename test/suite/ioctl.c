/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ioctl - a device is asked.
 * Group: descriptors
 * Calls: ioctl
 * Flows: 1. task -> pipe (write_ioctl)   2. pipe -> task (read_ioctl)
 */
#include "suite.h"

#include <sys/ioctl.h>

static int ends[2];

static void prepare(void)
{
	MUST(pipe(ends));
}

static void target(void)
{
	int size;

	MUST(ioctl(ends[0], FIONREAD, &size));
}

PROGRAM("ioctl")
