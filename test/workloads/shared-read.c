// Puts what m.dat holds into out.txt; m.dat is mapped, never read.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int main(void)
{
	int data = open("m.dat", O_RDONLY), out = open("out.txt", O_WRONLY | O_CREAT, 0644);
	char *map = mmap(0, 4096, PROT_READ, MAP_SHARED, data, 0);

	if (data < 0 || out < 0 || map == MAP_FAILED)
		return 1;
	return write(out, map, 16) <= 0;
}
