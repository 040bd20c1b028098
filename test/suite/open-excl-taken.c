/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-excl-taken - the same when it is there.
 * Group: open flags
 * Calls: open
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(EEXIST, open(TEST, O_CREAT | O_EXCL | O_RDWR, 0600));
}

PROGRAM("open-excl-taken")
