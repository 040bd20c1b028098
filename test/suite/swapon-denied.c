/* SPDX-License-Identifier: Apache-2.0 */
/*
 * swapon-denied - a user adds swap.
 * Group: system
 * Calls: swapon
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/swap.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, swapon(TEST, 0));
}

PROGRAM("swapon-denied")
