/* SPDX-License-Identifier: Apache-2.0 */
/*
 * close - a descriptor is given back.
 * Group: ProvMark: OpenClose
 * Calls: close
 * Flows: 1. file -> task (close)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDWR);
}

static void target(void)
{
	MUST(close(file));
}

PROGRAM("close")
