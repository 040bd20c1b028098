/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup2 - the same with a number.
 * Group: ProvMark: Dup
 * Calls: dup2
 * Flows: 1. file -> task (dup)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(dup2(file, 50));
}

PROGRAM("dup2")
