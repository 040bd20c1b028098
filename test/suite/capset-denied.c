/* SPDX-License-Identifier: Apache-2.0 */
/*
 * capset-denied - a user wants capabilities.
 * Group: identity
 * Calls: capset
 * Flows: 1. task -> new memory (clone_mem)
 *        The copy of the credentials is made before the rights are looked at.
 * Tracepoint: Only calls that succeed are seen.
 */
#include "suite.h"

#include <linux/capability.h>

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct all[2] = {{.effective = ~0U, .permitted = ~0U}};

	REFUSED(EPERM, syscall(SYS_capset, &head, all));
}

PROGRAM("capset-denied")
