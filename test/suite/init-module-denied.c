/* SPDX-License-Identifier: Apache-2.0 */
/*
 * init-module-denied - a user loads a module.
 * Group: system
 * Calls: init_module
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static void prepare(void)
{
	become_nobody();
}

static void target(void)
{
	if (syscall(SYS_init_module, "no module", 9, "") < 0 && errno == ENOSYS)
		skip("a kernel without modules");
	if (errno != EPERM)
		broken("init_module");
}

PROGRAM("init-module-denied")
