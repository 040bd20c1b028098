/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capset - capabilities are given up.
 * Group: identity
 * Calls: capset
 * Flows: 1. task -> new memory (clone_mem)
 */
#include "suite.h"

#include <linux/capability.h>

static void target(void)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2] = {{0}};

	MUST(syscall(SYS_capset, &head, data));
}

BARE_PROGRAM("capset")
