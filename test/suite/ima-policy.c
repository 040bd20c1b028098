/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ima-policy - IMA reads its policy from a file that holds none.
 * Group: system
 * Calls: write
 * Flows: 1. file -> task (load_file)   2. task -> machine (load_policy)
 */
#include "guest.h"
#include "suite.h"

static int policy;
static char path[256];

static void prepare(void)
{
	only_in_guest();
	policy = open("/sys/kernel/security/ima/policy", O_WRONLY);
	if (policy < 0)
		skip("no IMA");
	make_file(TEST);
	if (!getcwd(path, sizeof(path) - sizeof("/" TEST)))
		broken("getcwd");
	strcat(path, "/" TEST);
}

static void target(void)
{
	REFUSED(EINVAL, write(policy, path, strlen(path)));
}

PROGRAM("ima-policy")
