/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fail-link - a name that is taken.
 * Group: ProvMark: failure
 * Calls: link
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	REFUSED(EEXIST, link(TEST, TEST));
}

PROGRAM("fail-link")
