// A child opens N.in and hands the descriptor to its parent, which copies it to N.out: `rights` goes by
// SCM_RIGHTS over a socket, `getfd` is fetched by pidfd_getfd.
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int copy(int in, const char *to)
{
	int out = open(to, O_WRONLY | O_CREAT, 0644), count;
	char bytes[64];

	count = read(in, bytes, sizeof(bytes));
	return count <= 0 || write(out, bytes, count) != count;
}

union rights {
	char room[CMSG_SPACE(sizeof(int))];
	struct cmsghdr head;
};

static int by_rights(void)
{
	int ends[2], file;
	char byte = 'x';
	struct iovec vector = {.iov_base = &byte, .iov_len = 1};
	union rights rights = {};
	struct msghdr message = {.msg_iov = &vector,
				 .msg_iovlen = 1,
				 .msg_control = &rights,
				 .msg_controllen = sizeof(rights)};

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		return 1;
	if (!fork()) {
		file = open("rights.in", O_RDONLY);
		rights.head.cmsg_level = SOL_SOCKET;
		rights.head.cmsg_type = SCM_RIGHTS;
		rights.head.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&rights.head), &file, sizeof(file));
		_exit(sendmsg(ends[0], &message, 0) != 1);
	}
	if (recvmsg(ends[1], &message, 0) != 1)
		return 1;
	memcpy(&file, CMSG_DATA(&rights.head), sizeof(file));
	wait(0);
	return copy(file, "rights.out");
}

static int by_number(void)
{
	int ends[2], file = 0;
	pid_t child;

	if (pipe(ends))
		return 1;
	child = fork();
	if (!child) {
		file = open("getfd.in", O_RDONLY);
		if (write(ends[1], &file, sizeof(file)) == sizeof(file))
			pause();
		_exit(1);
	}
	if (read(ends[0], &file, sizeof(file)) != sizeof(file))
		return 1;
	file = syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, child, 0), file, 0);
	if (file < 0 || kill(child, 9) || wait(0) != child)
		return 1;
	return copy(file, "getfd.out");
}

int main(void)
{
	return by_rights() ? 1 : by_number() ? 2 : 0;
}
