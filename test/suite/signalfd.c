/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signalfd - a signal is read from a descriptor.
 * Group: IPC
 * Calls: signalfd4, read
 * Gap: no flow: descriptors of this kind share one inode, through which all of them would seem
 *      joined.
 */
#include "suite.h"

#include <sys/signalfd.h>

static sigset_t set;

static void prepare(void)
{
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	MUST(sigprocmask(SIG_BLOCK, &set, NULL));
	MUST(kill(getpid(), SIGUSR1));
}

static void target(void)
{
	struct signalfd_siginfo info;
	int file = MUST(signalfd(-1, &set, 0));

	MUST(read(file, &info, sizeof(info)));
}

PROGRAM("signalfd")
