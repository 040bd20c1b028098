// Four ways to get at the memory of a child that holds the text of N.in; the parent writes N.out.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char text[64];

// A child that reads FROM into `text`, says so, and waits for its end.
static pid_t holder(const char *from)
{
	int ready[2];
	pid_t child;
	char byte;

	if (pipe(ready))
		return -1;
	child = fork();
	if (!child) {
		int in = open(from, O_RDONLY);

		byte = read(in, text, sizeof(text)) > 0;
		close(in);
		if (write(ready[1], &byte, 1) == 1)
			pause();
		_exit(1);
	}
	return read(ready[0], &byte, 1) == 1 && byte ? child : -1;
}

static int end(pid_t child)
{
	return kill(child, 9) || waitpid(child, 0, 0) != child;
}

static int give(const char *name)
{
	int out = open(name, O_WRONLY | O_CREAT, 0644);

	return out < 0 || write(out, text, 8) != 8;
}

static int by_vector(void)
{
	struct iovec vector = {.iov_base = text, .iov_len = 8};
	pid_t child = holder("vector.in");

	return process_vm_readv(child, &vector, 1, &vector, 1, 0) != 8 || end(child) ||
	       give("vector.out");
}

static int by_file(void)
{
	pid_t child = holder("file.in");
	char name[64];
	int memory;

	snprintf(name, sizeof(name), "/proc/%d/mem", child);
	memory = open(name, O_RDONLY);
	return pread(memory, text, 8, (off_t)text) != 8 || end(child) || give("file.out");
}

static int by_word(void)
{
	pid_t child = holder("word.in");
	long word;

	if (ptrace(PTRACE_ATTACH, child, 0, 0) || waitpid(child, 0, 0) != child)
		return 1;
	word = ptrace(PTRACE_PEEKDATA, child, text, 0);
	memcpy(text, &word, sizeof(word));
	return ptrace(PTRACE_DETACH, child, 0, 0) || end(child) || give("word.out");
}

// The other way: this process has read the file, the child gets its text and writes it.
static int into_child(void)
{
	struct iovec from = {.iov_base = text, .iov_len = 8}, to = from;
	int ready[2], in, status = 1;
	pid_t child;
	char byte = 1;

	if (pipe(ready))
		return 1;
	child = fork();
	if (!child)
		_exit(read(ready[0], &byte, 1) != 1 || give("into.out"));
	in = open("into.in", O_RDONLY);
	if (read(in, text, sizeof(text)) <= 0 ||
	    process_vm_writev(child, &from, 1, &to, 1, 0) != 8 || write(ready[1], &byte, 1) != 1)
		return 1;
	waitpid(child, &status, 0);
	return status;
}

static int traced_child(void)
{
	int status = 1;
	pid_t child = fork();

	if (!child)
		_exit(ptrace(PTRACE_TRACEME, 0, 0, 0) != 0);
	waitpid(child, &status, 0);
	return status;
}

int main(void)
{
	return by_vector() ? 1 : by_file() ? 2 : by_word() ? 3 : into_child() ? 4 : traced_child();
}
