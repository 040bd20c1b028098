/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bpf-denied - a user makes a BPF map of a kind that is not for users.
 * Group: system
 * Calls: bpf
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <linux/bpf.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	union bpf_attr map = {.map_type = BPF_MAP_TYPE_STACK, .value_size = 4, .max_entries = 1};

	REFUSED(EPERM, syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)));
}

PROGRAM("bpf-denied")
