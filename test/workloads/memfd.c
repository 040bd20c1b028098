// Passes what is in in.txt through an anonymous file (memfd) to a child, which writes it to out.txt.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int file = memfd_create("between", 0), status = 1, in = open("in.txt", O_RDONLY), out, count;
	char bytes[64];

	count = read(in, bytes, sizeof(bytes));
	if (count <= 0 || write(file, bytes, count) != count)
		return 1;
	if (!fork()) {
		count = pread(file, bytes, sizeof(bytes), 0);
		out = open("out.txt", O_WRONLY | O_CREAT, 0644);
		_exit(count <= 0 || write(out, bytes, count) != count);
	}
	wait(&status);
	return status;
}
