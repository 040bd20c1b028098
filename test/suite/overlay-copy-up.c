/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlay-copy-up - a file below an overlay is opened for writing: its content goes up.
 * Group: containers
 * Calls: open, write
 * Flows: 1. file -> task (open)   2. file -> task (read)   3. task -> file (write)
 * Tracepoint: What a file system reads and writes for itself is no call.
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
	MUST(write(MUST(open("merged/" TEST, O_WRONLY | O_APPEND)), "x", 1));
}

PROGRAM("overlay-copy-up")
