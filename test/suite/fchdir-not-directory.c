/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fchdir-not-directory - a descriptor of a file.
 * Group: directories
 * Calls: fchdir
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
	REFUSED(ENOTDIR, fchdir(file));
}

PROGRAM("fchdir-not-directory")
