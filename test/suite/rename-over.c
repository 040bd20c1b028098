/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename-over - a name is taken from another file.
 * Group: directories
 * Calls: rename
 * Flows: 1. task -> file (rename)   2. new name -> file (named)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
	make_file("second");
}

static void target(void)
{
	MUST(rename(TEST, "second"));
}

PROGRAM("rename-over")
