/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlay-read - a byte is read through an overlay: from the file below.
 * Group: containers
 * Calls: open, read
 * Flows: 1. file -> task (open)   2. file -> task (read)
 */
#include "suite.h"

#include <sched.h>
#include <sys/mount.h>

static void prepare(void)
{
	const char *const folders[] = {"lower", "upper", "work", "merged"};

	for (int i = 0; i < 4; i++)
		MUST(mkdir(folders[i], 0755));
	make_file("lower/" TEST);
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		skip("no mount namespaces");
	if (mount("overlay", "merged", "overlay", 0, "lowerdir=lower,upperdir=upper,workdir=work") <
	    0)
		skip("no overlayfs");
}

static void target(void)
{
	char byte;

	MUST(read(MUST(open("merged/" TEST, O_RDONLY)), &byte, 1));
}

PROGRAM("overlay-read")
