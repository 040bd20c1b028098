/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read-directory - a directory is read as a file.
 * Group: data
 * Calls: read
 * Flows: 1. directory -> task (read)
 *        The hook is called before the kind of the file is looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

static int directory;

static void prepare(void)
{
	directory = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	char byte;

	REFUSED(EISDIR, read(directory, &byte, 1));
}

PROGRAM("read-directory")
