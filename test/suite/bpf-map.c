/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bpf-map - a BPF map is made.
 * Group: system
 * Calls: bpf
 * Gap: BPF maps have no vertex type: what programs pass through them is not seen.
 */
#include "suite.h"

#include <linux/bpf.h>

static void target(void)
{
	union bpf_attr map = {
	    .map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};

	if (syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof(map)) < 0)
		skip("no bpf");
}

BARE_PROGRAM("bpf-map")
