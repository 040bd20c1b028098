/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mprotect-read-only - a mapping of a file that is open for reading becomes writable.
 * Group: memory
 * Calls: mprotect
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void *memory;

static void prepare(void)
{
	memory =
	    (void *)MUST(mmap(NULL, 4096, PROT_READ, MAP_SHARED, open_file(TEST, O_RDONLY), 0));
}

static void target(void)
{
	REFUSED(EACCES, mprotect(memory, 4096, PROT_READ | PROT_WRITE));
}

PROGRAM("mprotect-read-only")
