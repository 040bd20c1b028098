/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readlink-no-link - a file is read as a link.
 * Group: metadata
 * Calls: readlink
 * Flows: 1. directory -> task (perm_check)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	char text[16];

	REFUSED(EINVAL, readlink(TEST, text, sizeof(text)));
}

PROGRAM("readlink-no-link")
