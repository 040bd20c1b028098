// Sets, reads, lists and removes an extended attribute.
#include <fcntl.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

int main(void)
{
	const char *name = "trusted.camflow";
	char value[64];
	int file = open("marked.txt", O_RDONLY);

	if (setxattr("marked.txt", name, "green", 5, 0))
		return 1;
	if (getxattr("marked.txt", name, value, sizeof(value)) != 5 || memcmp(value, "green", 5))
		return 2;
	if (flistxattr(file, value, sizeof(value)) <= 0)
		return 3;
	return removexattr("marked.txt", name) ? 4 : 0;
}
