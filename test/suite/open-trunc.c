/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-trunc - a file is emptied by opening it.
 * Group: open flags
 * Calls: open
 * Flows: 1. file -> task (open)   2. task -> iattr (setattr)
 *        3. iattr -> file (setattr_inode)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(open(TEST, O_WRONLY | O_TRUNC));
}

PROGRAM("open-trunc")
