// A child reads in.txt into a mapping that it has from its parent; the parent writes it to out.txt.
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int data = open("m.dat", O_RDWR), out = open("out.txt", O_WRONLY | O_CREAT, 0644);
	volatile char *map = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, data, 0);

	if (data < 0 || out < 0 || map == MAP_FAILED)
		return 1;
	map[16] = 0;
	if (fork() == 0) {
		int in = open("in.txt", O_RDONLY);

		if (read(in, (char *)map, 16) <= 0)
			_exit(1);
		map[16] = 1;
		_exit(0);
	}
	while (!map[16])
		sched_yield();
	return write(out, (const char *)map, 16) <= 0;
}
