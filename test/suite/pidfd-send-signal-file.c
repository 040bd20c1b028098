/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pidfd-send-signal-file - a descriptor that names no process.
 * Group: processes
 * Calls: pidfd_send_signal
 * Flows: none. It is refused before anything flows.
 */
#include "suite.h"

static int file;

static void prepare(void)
{
	file = open_file(TEST, O_RDONLY);
}

static void target(void)
{
	REFUSED(EBADF, syscall(SYS_pidfd_send_signal, file, SIGTERM, NULL, 0));
}

PROGRAM("pidfd-send-signal-file")
