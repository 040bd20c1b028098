/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup - a second descriptor for an open file.
 * Group: ProvMark: Dup
 * Calls: dup
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
	MUST(dup(file));
}

PROGRAM("dup")
