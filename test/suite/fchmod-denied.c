/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchmod-denied - the same by a descriptor.
 * Group: metadata
 * Calls: fchmod
 * Flows: 1. task -> iattr (setattr)   2. iattr -> file (setattr_inode)
 *        The hook is called before the owner is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, fchmod(file, 0777));
}

PROGRAM("fchmod-denied")
