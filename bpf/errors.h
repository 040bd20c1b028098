/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A helper that fails is counted by place, never passed over: control.h names the places,
 * `camflow stats` shows them.
 */
#ifndef CAMFLOW_ERRORS_H
#define CAMFLOW_ERRORS_H

#define COUNT_FAILURE(place) __sync_fetch_and_add(&counters.failures[FAILURE_##place], 1)

/*
 * Result of a function whose callers do not look at it. For the verifier: the compiler would drop the
 * return value and leave anything in r0, a stack pointer among others, which may not be returned.
 */
#define DONE                                                                                       \
	({                                                                                         \
		asm volatile("r0 = 0" ::: "r0");                                                   \
		0;                                                                                 \
	})

#endif
