/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signalfd-empty - no signal has come.
 * Group: IPC
 * Calls: read
 * Flows: none. Descriptors of this kind share one inode, which is left out.
 */
#include "suite.h"

#include <sys/signalfd.h>

static int signals;

static void prepare(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	signals = MUST(signalfd(-1, &set, SFD_NONBLOCK));
}

static void target(void)
{
	struct signalfd_siginfo told;

	REFUSED(EAGAIN, read(signals, &told, sizeof(told)));
}

PROGRAM("signalfd-empty")
