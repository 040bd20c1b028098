// Gives up root for good, then writes out.txt.
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	int out;

	if (setgid(65533) || setuid(65534))
		return 1;
	out = open("out.txt", O_WRONLY);
	return write(out, "by nobody\n", 10) != 10;
}
