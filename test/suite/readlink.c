/* SPDX-License-Identifier: Apache-2.0 */
/*
 * readlink - the text of a symbolic link is read.
 * Group: metadata
 * Calls: readlink
 * Flows: 1. link -> task (read_link)
 */
#include "suite.h"

static void prepare(void)
{
	MUST(symlink(TEST, "second"));
}

static void target(void)
{
	char text[64];

	MUST(readlink("second", text, sizeof(text)));
}

PROGRAM("readlink")
