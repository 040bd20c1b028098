// One process, one order: a to early.txt and mixed.txt, then b to late.txt and mixed.txt, then c to nothing.
// A file is opened when its turn comes, for opening is a use already.
#include <fcntl.h>
#include <unistd.h>

static int flow(const char *from, const char *to)
{
	char buffer[16];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY);
	ssize_t count = read(in, buffer, sizeof(buffer));

	return count <= 0 || write(out, buffer, count) != count || close(in) || close(out);
}

int main(void)
{
	char byte;

	if (flow("a.txt", "early.txt") || flow("a.txt", "mixed.txt"))
		return 1;
	if (flow("b.txt", "late.txt") || flow("b.txt", "mixed.txt"))
		return 1;
	return read(open("c.txt", O_RDONLY), &byte, 1) != 1;
}
