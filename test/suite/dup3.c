/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup3 - the same with a flag.
 * Group: ProvMark: Dup
 * Calls: dup3
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
	MUST(dup3(file, 50, O_CLOEXEC));
}

PROGRAM("dup3")
