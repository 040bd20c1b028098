/* SPDX-License-Identifier: Apache-2.0 */
/* What only a guest is asked for: it changes the kernel of all. */
#ifndef SUITE_GUEST_H
#define SUITE_GUEST_H

#include "suite.h"

static inline void only_in_guest(void)
{
	if (access("/run/guest", F_OK) < 0)
		skip("changes the kernel of all: only in a guest");
}

/* Runs a program with its words, to its end. */
#define TOOL(...) run_tool((char *[]){__VA_ARGS__, NULL})

static inline void run_tool(char **words)
{
	pid_t child = MUST(fork());

	if (child == 0) {
		execv(words[0], words);
		_exit(127);
	}
	if (wait_for(child) != 0)
		broken(words[0]);
}

#endif
