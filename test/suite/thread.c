/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thread - a second thread runs and ends.
 * Group: processes
 * Calls: clone3
 * Flows: 1. parent -> child (clone)
 */
#include "suite.h"

#include <pthread.h>

static void *nothing(void *argument)
{
	return argument;
}

static void target(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, nothing, NULL) != 0)
		broken("pthread_create");
	pthread_join(thread, NULL);
}

BARE_PROGRAM("thread")
