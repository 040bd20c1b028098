/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ioctl-unknown - a file does not know what it is asked.
 * Group: descriptors
 * Calls: ioctl
 * Flows: 1. task -> file (write_ioctl)   2. file -> task (read_ioctl)
 *        The hook is called before the file is asked.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <sys/ioctl.h>

static struct winsize size;
static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	REFUSED(ENOTTY, ioctl(file, TIOCGWINSZ, &size));
}

PROGRAM("ioctl-unknown")
