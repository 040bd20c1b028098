/* SPDX-License-Identifier: Apache-2.0 */
/*
 * link - a second name for a file.
 * Group: ProvMark: Link
 * Calls: link
 * Flows: 1. task -> file (link)   2. new name -> file (named)
 */
#include "suite.h"

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	MUST(link(TEST, "second"));
}

PROGRAM("link")
