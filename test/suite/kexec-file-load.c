/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kexec-file-load - a file that is no kernel is refused.
 * Group: system
 * Calls: kexec_file_load
 * Flows: 1. file -> task (load_file)   2. task -> machine (load_kexec_image)
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = MUST(open("/bin/true", O_RDONLY));
}

static void target(void)
{
	if (syscall(SYS_kexec_file_load, file, -1, 0, "", 4) == 0)
		broken("kexec_file_load");
}

PROGRAM("kexec-file-load")
