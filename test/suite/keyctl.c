/* SPDX-License-Identifier: Apache-2.0 */
/*
 * keyctl - a key is added to the keyring of the thread.
 * Group: identity
 * Calls: add_key
 * Gap: keys have no vertex type: what is put into a keyring and taken out of it is not seen.
 */
#include "suite.h"

static void target(void)
{
	if (syscall(SYS_add_key, "user", "camflow-suite", "v", 1, -1) < 0)
		skip("no keyrings");
}

BARE_PROGRAM("keyctl")
