// Copies a file with read and write: copy FROM TO
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char buffer[4096];
	ssize_t count;
	int from, to;

	if (argc != 3)
		return 2;
	from = open(argv[1], O_RDONLY);
	to = open(argv[2], O_WRONLY | O_CREAT, 0644);
	if (from < 0 || to < 0)
		return 1;
	while ((count = read(from, buffer, sizeof(buffer))) > 0) {
		if (write(to, buffer, count) != count)
			return 1;
	}
	return count < 0;
}
