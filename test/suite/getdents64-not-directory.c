/* SPDX-License-Identifier: Apache-2.0 */
/*
 * getdents64-not-directory - a file is to be listed.
 * Group: directories
 * Calls: getdents64
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
	char list[512];

	REFUSED(ENOTDIR, syscall(SYS_getdents64, file, list, sizeof(list)));
}

PROGRAM("getdents64-not-directory")
