// A process sends SIGUSR1 to its child and changes and asks its process group; a pipe sends SIGIO.
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void nothing(int signal)
{
}

int main(void)
{
	int ends[2];
	pid_t child;

	signal(SIGUSR1, nothing);
	signal(SIGIO, nothing);
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	if (setpgid(child, child) || getpgid(child) != child)
		return 1;
	usleep(100000);
	if (kill(child, 0) || kill(child, SIGUSR1))
		return 2;
	waitpid(child, 0, 0);
	if (pipe(ends) || fcntl(ends[0], F_SETOWN, getpid()) ||
	    fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK))
		return 3;
	return write(ends[1], "x", 1) != 1;
}
