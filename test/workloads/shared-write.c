// Puts what in.txt holds into m.dat through a shared mapping, without a write call.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int data = open("m.dat", O_RDWR), in = open("in.txt", O_RDONLY);
	char *map = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, data, 0);

	if (data < 0 || in < 0 || map == MAP_FAILED)
		return 1;
	return read(in, map, 16) <= 0;
}
