/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup3 - the same with a flag.
 * Group: ProvMark: Dup
 * Calls: dup3
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
	MUST(dup3(file, 50, O_CLOEXEC));
}

PROGRAM("dup3")
