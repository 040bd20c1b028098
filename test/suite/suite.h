/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One program of the suite is one file: what it prepares, and the one call that it is about, its target.
 * All are linked into one binary, for a fork is quick in an emulated guest and a program start is not.
 * What is recorded between the two markers is what the target makes (main.c).
 */
#ifndef SUITE_H
#define SUITE_H

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct program {
	const char *name;
	void (*prepare)(void);
	void (*target)(void);
	/* The target ends or replaces the process: the runner sets the second marker. */
	bool ends;
	struct program *next;
};

void suite_add(struct program *program);

#define SUITE_PROGRAM(id, title, ...)                                                              \
	static struct program id = {.name = title, .target = target, __VA_ARGS__};                 \
	__attribute__((constructor)) static void add_##id(void)                                    \
	{                                                                                          \
		suite_add(&id);                                                                    \
	}

#define PROGRAM(title) SUITE_PROGRAM(this_program, title, .prepare = prepare)
/* Nothing to prepare. */
#define BARE_PROGRAM(title) SUITE_PROGRAM(this_program, title)
/* The target does not come back. */
#define LAST_PROGRAM(title) SUITE_PROGRAM(this_program, title, .prepare = prepare, .ends = true)
#define LAST_BARE_PROGRAM(title) SUITE_PROGRAM(this_program, title, .ends = true)

/* The call must succeed, or the program is broken. @return what the call returned */
#define MUST(call)                                                                                 \
	({                                                                                         \
		long result_ = (long)(call);                                                       \
		if (result_ == -1)                                                                 \
			broken(#call);                                                             \
		result_;                                                                           \
	})

/* The call must be refused with this error. */
#define REFUSED(error, call)                                                                       \
	({                                                                                         \
		if ((long)(call) != -1 || errno != (error))                                        \
			broken(#call);                                                             \
	})

/* Ends the program as failed, with the call and errno. */
_Noreturn void broken(const char *call);
/* Ends the program as one that this kernel or machine cannot run. */
_Noreturn void skip(const char *reason);

/* The file of most programs: five bytes. */
#define TEST "test.txt"
/* In a child, so that a flow between the file and the program is new when the target makes it. */
void make_file(const char *name);
/* Makes the file and opens it. */
int open_file(const char *name, int flags);
/* A child that does nothing until it is killed, at the latest with its parent. */
pid_t idle_child(void);
/* The number of a child that is no more. */
pid_t ended_child(void);
/* Goes on as a user without rights. */
void become_nobody(void);
/* Waits for a child. @return its exit code, or 128 and its signal */
int wait_for(pid_t child);

#endif
