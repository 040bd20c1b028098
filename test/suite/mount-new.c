/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mount-new - the same by the newer calls.
 * Group: system
 * Calls: fsopen, fsconfig, fsmount, move_mount
 * Flows: 1. task -> directory (mount)
 */
#include "suite.h"

#include <sched.h>
#include <sys/mount.h>

static void prepare(void)
{
	MUST(mkdir("sub", 0700));
	if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		skip("no mount namespaces");
}

static void target(void)
{
	int context = syscall(SYS_fsopen, "tmpfs", 0), made;

	if (context < 0)
		skip("no fsopen");
	MUST(syscall(SYS_fsconfig, context, 6, NULL, NULL, 0));
	made = MUST(syscall(SYS_fsmount, context, 0, 0));
	MUST(syscall(SYS_move_mount, made, "", AT_FDCWD, "sub", 4));
}

PROGRAM("mount-new")
