// Asks the kernel to load what is no module: from a file, then from memory. It refuses both.
#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	static const char no_module[4096];
	int file = open("module.txt", O_RDONLY);

	if (syscall(SYS_finit_module, file, "", 0) == 0 || errno == EPERM)
		return 1;
	return syscall(SYS_init_module, no_module, sizeof(no_module), "") == 0 || errno == EPERM
		       ? 2
		       : 0;
}
