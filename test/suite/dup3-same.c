/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dup3-same - the number is the descriptor's own.
 * Group: descriptors
 * Calls: dup3
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	REFUSED(EINVAL, dup3(file, file, O_CLOEXEC));
}

PROGRAM("dup3-same")
