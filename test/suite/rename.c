/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rename - a file gets another name.
 * Group: ProvMark: Rename
 * Calls: rename
 * Flows: 1. task -> file (rename)   2. new name -> file (named)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(rename(TEST, "second"));
}

PROGRAM("rename")
