/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chroot-denied - a user wants another root directory.
 * Group: directories
 * Calls: chroot
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, chroot("."));
}

PROGRAM("chroot-denied")
