/* SPDX-License-Identifier: Apache-2.0 */
/*
 * container - a byte is read and written in namespaces of its own.
 * Group: containers
 * Calls: unshare, fork, read, write
 * Flows: 1. parent -> child (clone)   2. file -> task (open)   3. file -> task (read)
 *        4. task -> file (write)
 */
#include "suite.h"

#include <sched.h>

static void prepare(void)
{
	make_file(TEST);
}

static void target(void)
{
	pid_t child;
	char byte;

	if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET) < 0)
		skip("no namespaces");
	child = MUST(fork());
	if (child == 0) {
		int file = open(TEST, O_RDWR);

		if (read(file, &byte, 1) != 1 || write(file, "x", 1) != 1)
			_exit(1);
		_exit(0);
	}
	if (wait_for(child) != 0)
		broken("in the container");
}

PROGRAM("container")
