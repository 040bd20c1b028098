/* SPDX-License-Identifier: Apache-2.0 */
/*
 * modprobe - a module is loaded.
 * Group: system
 * Calls: finit_module
 * Flows: 1. task -> machine (load_module)
 */
#include "guest.h"
#include "suite.h"

#define MODULE "crc8"

static void prepare(void)
{
	only_in_guest();
	TOOL("/sbin/modprobe", "-r", MODULE);
}

static void target(void)
{
	TOOL("/sbin/modprobe", MODULE);
}

PROGRAM("modprobe")
