// A child made by vfork becomes another program: vfork PROGRAM ARGUMENT…
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	pid_t child = argc > 1 ? vfork() : -1;
	int status;

	if (child == 0) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	return wait(&status) != child || status != 0;
}
