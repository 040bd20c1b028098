// Three ways to move bytes without a buffer of one's own; each FROM and TO is one pair of files.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

static int from_file(const char *name)
{
	return open(name, O_RDONLY);
}

static int to_file(const char *name)
{
	return open(name, O_WRONLY | O_CREAT, 0644);
}

int main(void)
{
	int ends[2];

	if (sendfile(to_file("sendfile.out"), from_file("sendfile.in"), 0, 64) <= 0)
		return 1;
	if (copy_file_range(from_file("range.in"), 0, to_file("range.out"), 0, 64, 0) <= 0)
		return 2;
	if (pipe(ends) || splice(from_file("splice.in"), 0, ends[1], 0, 64, 0) <= 0)
		return 3;
	return splice(ends[0], 0, to_file("splice.out"), 0, 64, 0) <= 0 ? 4 : 0;
}
