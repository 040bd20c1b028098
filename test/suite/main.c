/* SPDX-License-Identifier: Apache-2.0 */
/*
 * suite [-bt] [-r TRIALS] DIRECTORY [NAME…] - runs the programs one after the other.
 * suite -l - lists them.
 *
 * Each runs in a child of its own and in DIRECTORY/NAME, or DIRECTORY/NAME.TRIAL when there are several. A read of
 * the file `begin` marks the start of its target, one of `end` its end. -b leaves the target out; -t writes the
 * marks into the kernel's trace instead (`NAME begin`, `NAME end`).
 * One line for each program: its name, its pid and `ok`, `skipped` or `broken`, with the reason.
 */
#include "suite.h"

#include <grp.h>
#include <sys/prctl.h>

enum { BEGIN = 900, END = 901, CODE_BROKEN = 1, CODE_SKIPPED = 77, LIMIT_S = 30, IDLE_US = 20000, NOBODY = 65534 };

static struct program *programs;
static int reason_pipe[2];
/* The kernel's trace, when marks go there. */
static int trace = -1;

void suite_add(struct program *program)
{
	struct program **place = &programs;

	while (*place && strcmp((*place)->name, program->name) < 0)
		place = &(*place)->next;
	program->next = *place;
	*place = program;
}

static void tell(const char *text)
{
	if (write(reason_pipe[1], text, strlen(text)) < 0)
		abort();
}

void broken(const char *call)
{
	char text[256];

	snprintf(text, sizeof(text), "%s: %s", call, strerror(errno));
	tell(text);
	_exit(CODE_BROKEN);
}

void skip(const char *reason)
{
	tell(reason);
	_exit(CODE_SKIPPED);
}

static void write_file(const char *name)
{
	int file = MUST(open(name, O_CREAT | O_WRONLY | O_TRUNC, 0600));

	MUST(write(file, "hello", 5));
	close(file);
}

void make_file(const char *name)
{
	pid_t child = MUST(fork());

	if (child == 0) {
		write_file(name);
		_exit(0);
	}
	if (wait_for(child) != 0)
		broken(name);
}

int open_file(const char *name, int flags)
{
	make_file(name);
	return MUST(open(name, flags));
}

pid_t idle_child(void)
{
	pid_t parent = getpid(), child = MUST(fork());

	if (child != 0)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Who gave up its rights meanwhile may send no signal, not even when it dies. */
	while (getppid() == parent)
		usleep(IDLE_US);
	_exit(0);
}

pid_t ended_child(void)
{
	pid_t child = MUST(fork());

	if (child == 0)
		_exit(0);
	wait_for(child);
	return child;
}

void become_nobody(void)
{
	MUST(setgroups(0, NULL));
	MUST(setresgid(NOBODY, NOBODY, NOBODY));
	MUST(setresuid(NOBODY, NOBODY, NOBODY));
}

int wait_for(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, __WALL) < 0)
		if (errno != EINTR)
			broken("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void marker(const char *name, int number)
{
	int file;

	write_file(name);
	file = MUST(open(name, O_RDONLY));
	MUST(dup3(file, number, O_CLOEXEC));
	close(file);
}

static void mark(const char *name, int number)
{
	char text[128];

	if (trace < 0) {
		MUST(pread(number, text, 1, 0));
		return;
	}
	snprintf(text, sizeof(text), "%s %s", name, number == BEGIN ? "begin" : "end");
	MUST(write(trace, text, strlen(text)));
}

static void enter(const char *name)
{
	MUST(mkdir(name, 0755));
	MUST(chdir(name));
	marker("begin", BEGIN);
	marker("end", END);
}

static void run(struct program *program, bool target)
{
	alarm(LIMIT_S);
	if (program->prepare)
		program->prepare();
	mark(program->name, BEGIN);
	if (target)
		program->target();
	if (!program->ends || !target)
		mark(program->name, END);
	_exit(0);
}

static void report(const char *name, pid_t child, int code)
{
	char reason[256] = "";
	ssize_t size;

	close(reason_pipe[1]);
	size = read(reason_pipe[0], reason, sizeof(reason) - 1);
	reason[size < 0 ? 0 : size] = 0;
	close(reason_pipe[0]);
	printf("%s %d %s %s\n", name, child,
	       code == 0	      ? "ok"
	       : code == CODE_SKIPPED ? "skipped"
				      : "broken",
	       reason);
	fflush(stdout);
}

static void one(struct program *program, const char *directory, int trial, bool target)
{
	char name[128];
	pid_t child;
	int code;

	snprintf(name, sizeof(name), trial ? "%s.%d" : "%s", program->name, trial);
	MUST(chdir(directory));
	enter(name);
	/* A child that is left over must not be waited for. */
	MUST(pipe2(reason_pipe, O_CLOEXEC | O_NONBLOCK));
	child = MUST(fork());
	if (child == 0)
		run(program, target);
	code = wait_for(child);
	if (program->ends && target)
		mark(program->name, END);
	report(name, child, code);
}

static bool is_wanted(const char *name, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static void list(void)
{
	for (struct program *each = programs; each; each = each->next)
		puts(each->name);
}

int main(int argc, char **argv)
{
	bool target = true;
	int option, trials = 0;

	while ((option = getopt(argc, argv, "bltr:")) != -1) {
		if (option == 'l')
			return list(), 0;
		if (option == 'b')
			target = false;
		else if (option == 't')
			trace = MUST(open("/sys/kernel/tracing/trace_marker", O_WRONLY));
		else
			trials = atoi(optarg);
	}
	for (struct program *each = programs; each; each = each->next)
		for (int trial = trials ? 1 : 0; trial <= trials; trial++)
			if (is_wanted(each->name, argv + optind + 1))
				one(each, argv[optind], trial, target);
	return 0;
}
