/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setns-file - a descriptor that is no namespace.
 * Group: identity
 * Calls: setns
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sched.h>

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	REFUSED(EINVAL, setns(file, CLONE_NEWNET));
}

PROGRAM("setns-file")
