/* SPDX-License-Identifier: Apache-2.0 */
/*
 * finit-module - a file that is no module is refused.
 * Group: system
 * Calls: finit_module
 * Flows: 1. file -> task (load_file)   2. task -> machine (load_module)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = MUST(open("/bin/true", O_RDONLY));
}

static void target(void)
{
	if (syscall(SYS_finit_module, file, "", 0) < 0 && errno == ENOSYS)
		skip("a kernel without modules");
	if (errno == 0 || (errno != ENOEXEC && errno != EPERM))
		broken("finit_module");
}

PROGRAM("finit-module")
