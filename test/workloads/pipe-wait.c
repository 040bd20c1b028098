// A process waits in a read of a pipe until its child has read in.txt; it reads once, then writes
// out.txt.
#include <fcntl.h>
#include <unistd.h>

#define LATE_US 200000

int main(void)
{
	char buffer[64];
	int ends[2], out;
	ssize_t count;

	if (pipe(ends))
		return 1;
	if (fork() == 0) {
		usleep(LATE_US);
		count = read(open("in.txt", O_RDONLY), buffer, sizeof(buffer));
		_exit(write(ends[1], buffer, count) != count);
	}
	count = read(ends[0], buffer, sizeof(buffer));
	out = open("out.txt", O_WRONLY | O_CREAT, 0644);
	return count <= 0 || write(out, buffer, count) != count;
}
