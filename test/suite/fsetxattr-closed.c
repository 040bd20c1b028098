/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsetxattr-closed - a descriptor that is none.
 * Group: metadata
 * Calls: fsetxattr
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

#include <sys/xattr.h>

static void target(void)
{
	REFUSED(EBADF, fsetxattr(99, "trusted.camflow-suite", "v", 1, 0));
}

BARE_PROGRAM("fsetxattr-closed")
