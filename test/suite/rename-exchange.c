/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename-exchange - two files exchange their names.
 * Group: directories
 * Calls: renameat2
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
	MUST(renameat2(AT_FDCWD, TEST, AT_FDCWD, "second", RENAME_EXCHANGE));
}

PROGRAM("rename-exchange")
