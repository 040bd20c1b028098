/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mkdirat-denied - a directory where the user must not make one.
 * Group: directories
 * Calls: mkdirat
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
	become_nobody();
}

static void target(void)
{
	REFUSED(EACCES, mkdirat(directory, "sub", 0700));
}

PROGRAM("mkdirat-denied")
