/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ficlone - a file shares the blocks of another, where the file system can.
 * Group: data
 * Calls: ioctl
 * Flows: 1. file -> task (read_ioctl)   2. task -> file (write_ioctl)
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <linux/fs.h>
#include <sys/ioctl.h>

static int file, other;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	other = open_file("second", O_RDWR);
}

static void target(void)
{
	if (ioctl(other, FICLONE, file) < 0 && errno != EOPNOTSUPP && errno != EINVAL)
		broken("FICLONE");
}

PROGRAM("ficlone")
