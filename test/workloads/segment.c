// A child puts what is in in.txt into a System V shared memory segment, its parent writes it to out.txt.
#include <fcntl.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int segment = shmget(IPC_PRIVATE, 4096, 0640), status = 1, in, out;
	char *bytes;

	if (!fork()) {
		bytes = shmat(segment, 0, 0);
		in = open("in.txt", O_RDONLY);
		_exit(read(in, bytes, 64) <= 0 || shmdt(bytes));
	}
	wait(&status);
	bytes = shmat(segment, 0, SHM_RDONLY);
	out = open("out.txt", O_WRONLY | O_CREAT, 0644);
	if (status || write(out, bytes, 16) != 16)
		return 1;
	return shmdt(bytes) || shmctl(segment, IPC_RMID, 0);
}
