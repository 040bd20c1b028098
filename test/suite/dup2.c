/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup2 - the same with a number.
 * Group: ProvMark: Dup
 * Calls: dup2
 * Gap: no flow: a second descriptor is another name for the same open file, and what passes
 *      through it is recorded.
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
