/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shm-open - POSIX shared memory is made and mapped.
 * Group: memory
 * Calls: openat, ftruncate, mmap
 * Flows: 1. task -> directory (inode_create)
 *        2. task -> iattr (setattr)   3. iattr -> file (setattr_inode)
 *        4. file -> task (mmap)
 */
#include "suite.h"

#include <linux/magic.h>
#include <sys/vfs.h>

static void prepare(void)
{
	struct statfs place;

	if (statfs("/dev/shm", &place) < 0 || place.f_type != TMPFS_MAGIC)
		skip("no /dev/shm");
}

static void target(void)
{
	int made = MUST(shm_open("/camflow-suite", O_CREAT | O_RDWR, 0600));

	MUST(ftruncate(made, 4096));
	MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, made, 0));
	shm_unlink("/camflow-suite");
}

PROGRAM("shm-open")
