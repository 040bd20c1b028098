// Children by turns of two users, each of which makes a file: users UID OTHER-UID ROUNDS
// The first user's child changes its credentials once more, so that some are freed while it runs.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int make(const char *user, int round, uid_t uid)
{
	char name[64];
	int file;

	snprintf(name, sizeof(name), "%s-%d.txt", user, round);
	if (setresuid(uid, uid, 0) || setresuid(uid, 0, 0) || setresuid(uid, uid, uid))
		return 1;
	file = open(name, O_WRONLY | O_CREAT, 0644);
	return file < 0 || write(file, "text\n", 5) != 5;
}

static int child(const char *user, int round, uid_t uid)
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(make(user, round, uid));
	return pid < 0 || waitpid(pid, &status, 0) != pid || status;
}

int main(int argc, char **argv)
{
	int rounds = argc == 4 ? atoi(argv[3]) : 0;

	for (int round = 0; round < rounds; round++) {
		if (child("target", round, atoi(argv[1])) || child("nobody", round, atoi(argv[2])))
			return 1;
	}
	return !rounds;
}
