/* SPDX-License-Identifier: Apache-2.0 */
/*
 * swapon - a file that is no swap is refused.
 * Group: system
 * Calls: swapon
 * Flows: 1. file -> task (open)
 */
#include "suite.h"

#include <sys/swap.h>

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	if (swapon(TEST, 0) == 0)
		broken("swapon");
}

PROGRAM("swapon")
