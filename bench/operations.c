/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One operation of the kernel, many times, between two looks at the clock.
 *
 *   operations DIRECTORY OPERATION COUNT REPEATS
 *
 * It works in lockstep with whoever started it, so that tracking is put on and the ring is emptied only
 * while nothing is measured: it writes `pid N`, then before each repeat `ready`, waits for one byte on
 * standard input each time, and after a repeat writes `took ELAPSED CPU`: nanoseconds (instructions, in
 * a guest that counts) of all COUNT operations, by the clock and as CPU time of this process and of the
 * children it waited for.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *operation;
static char first_path[512], second_path[512];
static int in = -1, out = -1, listener = -1;
static pid_t partner;
static struct sockaddr_in loopback;

static void fail(const char *what)
{
	fprintf(stderr, "operations: %s: %s: %s\n", operation, what, strerror(errno));
	exit(1);
}

static int must(int result, const char *what)
{
	if (result < 0)
		fail(what);
	return result;
}

static uint64_t nanoseconds(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static uint64_t cpu_nanoseconds(void)
{
	struct rusage children;
	uint64_t microseconds;

	getrusage(RUSAGE_CHILDREN, &children);
	microseconds = (children.ru_utime.tv_sec + children.ru_stime.tv_sec) * 1000000ull +
		       children.ru_utime.tv_usec + children.ru_stime.tv_usec;
	return nanoseconds(CLOCK_PROCESS_CPUTIME_ID) + microseconds * 1000;
}

/* Two pages, so that a read of one page never meets the end of the file. */
static int new_file(const char *path)
{
	static const char content[8192];
	int file = must(open(path, O_CREAT | O_TRUNC | O_RDWR, 0644), "create");

	if (write(file, content, sizeof(content)) != sizeof(content))
		fail("fill");
	return file;
}

static void answer_until_eof(int from, int to)
{
	char byte;

	while (read(from, &byte, 1) == 1 && write(to, &byte, 1) == 1)
		;
	_exit(0);
}

/* What stands ready before the clock runs */

static void prepare_nothing(void) {}
static void prepare_zero(void) { in = must(open("/dev/zero", O_RDONLY), "open"); }
static void prepare_null(void) { out = must(open("/dev/null", O_WRONLY), "open"); }
static void prepare_file(void) { in = new_file(first_path); }

static void prepare_closed_file(void) { close(new_file(first_path)); }

static void prepare_files(void)
{
	in = new_file(first_path);
	out = new_file(second_path);
}

static void prepare_pipe(void)
{
	int ends[2];

	must(pipe(ends), "pipe");
	in = ends[0];
	out = ends[1];
}

static void prepare_pipe_partner(void)
{
	int there[2], back[2];

	must(pipe(there), "pipe");
	must(pipe(back), "pipe");
	partner = must(fork(), "fork");
	if (partner == 0) {
		close(there[1]);
		answer_until_eof(there[0], back[1]);
	}
	in = back[0];
	out = there[1];
}

static void prepare_unix(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	in = ends[0];
	out = ends[1];
}

static void prepare_unix_partner(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	partner = must(fork(), "fork");
	if (partner == 0) {
		close(ends[0]);
		answer_until_eof(ends[1], ends[1]);
	}
	close(ends[1]);
	in = out = ends[0];
}

static void prepare_listener(void)
{
	socklen_t length = sizeof(loopback);

	loopback.sin_family = AF_INET;
	loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listener = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	must(bind(listener, (struct sockaddr *)&loopback, sizeof(loopback)), "bind");
	must(listen(listener, 16), "listen");
	must(getsockname(listener, (struct sockaddr *)&loopback, &length), "getsockname");
}

static int tcp_connection(void)
{
	int socket_ = must(socket(AF_INET, SOCK_STREAM, 0), "socket");

	must(connect(socket_, (struct sockaddr *)&loopback, sizeof(loopback)), "connect");
	return socket_;
}

static void at_once(int socket_)
{
	int on = 1;

	must(setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), "nodelay");
}

static void prepare_tcp_partner(void)
{
	prepare_listener();
	partner = must(fork(), "fork");
	if (partner == 0) {
		int socket_ = must(accept(listener, NULL, NULL), "accept");

		at_once(socket_);
		answer_until_eof(socket_, socket_);
	}
	in = out = tcp_connection();
	at_once(in);
}

/* The operations */

static void null(long i) { (void)i; syscall(SYS_getppid); }

static void read_byte(long i)
{
	char byte;

	(void)i;
	must(read(in, &byte, 1), "read");
}

static void write_byte(long i) { (void)i; must(write(out, "x", 1), "write"); }

static void read_page(long i)
{
	char page[4096];

	(void)i;
	must(pread(in, page, sizeof(page), 0), "read");
}

static void read_alternately(long i)
{
	char byte;

	must(pread(i & 1 ? in : out, &byte, 1, 0), "read");
}

static void stat_path(long i)
{
	struct stat status;

	(void)i;
	must(stat(first_path, &status), "stat");
}

static void stat_open(long i)
{
	struct stat status;

	(void)i;
	must(fstat(in, &status), "fstat");
}

static void open_close(long i) { (void)i; close(must(open(first_path, O_RDONLY), "open")); }

static void write_and_read(long i)
{
	write_byte(i);
	read_byte(i);
}

static void create_unlink(long i)
{
	(void)i;
	close(must(open(first_path, O_CREAT | O_EXCL | O_WRONLY, 0644), "create"));
	must(unlink(first_path), "unlink");
}

static void rename_file(long i)
{
	if (i & 1)
		must(rename(second_path, first_path), "rename");
	else
		must(rename(first_path, second_path), "rename");
}

static void chmod_file(long i) { must(chmod(first_path, i & 1 ? 0644 : 0600), "chmod"); }

static void wait_for(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child || status != 0)
		fail("child");
}

static void fork_exit(long i)
{
	pid_t child = must(fork(), "fork");

	(void)i;
	if (child == 0)
		_exit(0);
	wait_for(child);
}

static void fork_exec(long i)
{
	pid_t child = must(fork(), "fork");

	(void)i;
	if (child == 0) {
		execl("/bin/true", "true", (char *)NULL);
		_exit(127);
	}
	wait_for(child);
}

static void connect_accept(long i)
{
	/* Closing resets the connection, so that no port waits to be free again. */
	struct linger reset = { .l_onoff = 1 };
	int near = tcp_connection(), far = must(accept(listener, NULL, NULL), "accept");

	(void)i;
	must(setsockopt(near, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset)), "linger");
	close(near);
	close(far);
}

static const struct {
	const char *name;
	void (*prepare)(void);
	void (*once)(long i);
} operations[] = {
	{ "null", prepare_nothing, null },
	{ "read", prepare_zero, read_byte },
	{ "write", prepare_null, write_byte },
	{ "read-4k", prepare_file, read_page },
	{ "read-alternate", prepare_files, read_alternately },
	{ "stat", prepare_closed_file, stat_path },
	{ "fstat", prepare_file, stat_open },
	{ "open-close", prepare_closed_file, open_close },
	{ "pipe", prepare_pipe, write_and_read },
	{ "pipe-round-trip", prepare_pipe_partner, write_and_read },
	{ "unix", prepare_unix, write_and_read },
	{ "unix-round-trip", prepare_unix_partner, write_and_read },
	{ "create-unlink", prepare_nothing, create_unlink },
	{ "rename", prepare_closed_file, rename_file },
	{ "chmod", prepare_closed_file, chmod_file },
	{ "fork-exit", prepare_nothing, fork_exit },
	{ "fork-exec", prepare_nothing, fork_exec },
	{ "tcp-round-trip", prepare_tcp_partner, write_and_read },
	{ "tcp-connect", prepare_listener, connect_accept },
};

static void wait_to_be_told(const char *saying)
{
	static const struct timespec settle = { .tv_nsec = 10 * 1000 * 1000 };
	char byte;

	puts(saying);
	fflush(stdout);
	if (read(STDIN_FILENO, &byte, 1) != 1)
		exit(1);
	/* Who told us may have more to do before it sleeps. */
	nanosleep(&settle, NULL);
}

static void measure(void (*once)(long i), long count)
{
	uint64_t cpu = cpu_nanoseconds(), start = nanoseconds(CLOCK_MONOTONIC), took;

	for (long i = 0; i < count; i++)
		once(i);
	took = nanoseconds(CLOCK_MONOTONIC) - start;
	printf("took %llu %llu\n", (unsigned long long)took,
	       (unsigned long long)(cpu_nanoseconds() - cpu));
}

static void run(size_t index, long count, long repeats)
{
	char hello[32];

	snprintf(hello, sizeof(hello), "pid %d", getpid());
	wait_to_be_told(hello);
	operations[index].prepare();
	while (repeats--) {
		wait_to_be_told("ready");
		measure(operations[index].once, count);
	}
	if (partner > 0)
		kill(partner, SIGKILL);
	unlink(first_path);
	unlink(second_path);
	puts("end");
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: operations DIRECTORY OPERATION COUNT REPEATS\n");
		return 2;
	}
	operation = argv[2];
	/* Each run has files of its own: what an earlier run left on an inode is not met again. */
	snprintf(first_path, sizeof(first_path), "%s/%d.first", argv[1], getpid());
	snprintf(second_path, sizeof(second_path), "%s/%d.second", argv[1], getpid());
	/* The count must be even: `rename` ends where it began. */
	for (size_t i = 0; i < sizeof(operations) / sizeof(*operations); i++) {
		if (strcmp(operations[i].name, operation) == 0) {
			run(i, atol(argv[3]) & ~1L, atol(argv[4]));
			return 0;
		}
	}
	fprintf(stderr, "operations: no operation %s\n", operation);
	return 2;
}
