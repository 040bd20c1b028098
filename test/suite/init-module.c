/* SPDX-License-Identifier: Apache-2.0 */
/*
 * init-module - memory that is no module is refused.
 * Group: system
 * Calls: init_module
 * Flows: 1. task -> machine (load_module)
 */
#include "suite.h"

/* As long as the head of a module, or nobody looks. */
static const char nothing[64];

static void target(void)
{
	if (syscall(SYS_init_module, nothing, sizeof(nothing), "") < 0 && errno == ENOSYS)
		skip("a kernel without modules");
	if (errno != ENOEXEC && errno != EPERM)
		broken("init_module");
}

BARE_PROGRAM("init-module")
