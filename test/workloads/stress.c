/*
 * Everything at once, as fast as it goes: stress DIRECTORY SECONDS. One process makes, writes, renames and
 * removes files, one breeds short-lived processes (never more than BROOD at a time), one talks to itself
 * over TCP, UDP and UNIX sockets and pipes. Prints how much each did.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BROOD 32
#define NAMES 64

static time_t end;

static int is_over(void)
{
	return time(NULL) >= end;
}

static void check(long result)
{
	if (result < 0) {
		perror("stress");
		exit(1);
	}
}

static long files(void)
{
	char from[32], to[32];
	long count = 0;

	for (; !is_over(); count++) {
		int file;

		snprintf(from, sizeof(from), "file-%ld", count % NAMES);
		snprintf(to, sizeof(to), "renamed-%ld", count % NAMES);
		check(file = open(from, O_CREAT | O_RDWR, 0600));
		check(write(file, "x", 1));
		close(file);
		check(rename(from, to));
		check(unlink(to));
	}
	return count;
}

static long processes(void)
{
	long count = 0;
	int alive = 0;

	while (!is_over()) {
		pid_t child = fork();

		check(child);
		if (child == 0) {
			pid_t grandchild = fork();

			if (grandchild == 0)
				_exit(close(open("/dev/null", O_RDONLY)));
			_exit(waitpid(grandchild, NULL, 0) < 0);
		}
		count += 2;
		if (++alive == BROOD / 2)
			while (alive && wait(NULL) > 0)
				alive--;
	}
	while (wait(NULL) > 0)
		;
	return count;
}

static void exchange(int from, int to)
{
	char byte = 'x';

	check(write(from, &byte, 1));
	check(read(to, &byte, 1));
}

static void tcp(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), taken;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	check(bind(server, (struct sockaddr *)&address, size));
	check(listen(server, 1));
	check(getsockname(server, (struct sockaddr *)&address, &size));
	check(connect(client, (struct sockaddr *)&address, size));
	check(taken = accept(server, NULL, NULL));
	exchange(client, taken);
	close(taken);
	close(client);
	close(server);
}

static void udp(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_DGRAM, 0), client = socket(AF_INET, SOCK_DGRAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	check(bind(server, (struct sockaddr *)&address, size));
	check(getsockname(server, (struct sockaddr *)&address, &size));
	check(connect(client, (struct sockaddr *)&address, size));
	exchange(client, server);
	close(client);
	close(server);
}

static long sockets(void)
{
	long count = 0;

	for (; !is_over(); count++) {
		int ends[2];

		/* Not each round: a closed connection keeps its port for a minute. */
		if (count % 16 == 0)
			tcp();
		udp();
		check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
		exchange(ends[0], ends[1]);
		close(ends[0]);
		close(ends[1]);
		check(pipe(ends));
		exchange(ends[1], ends[0]);
		close(ends[0]);
		close(ends[1]);
	}
	return count;
}

static void start(const char *name, long (*work)(void))
{
	if (fork() == 0) {
		printf("%s: %ld\n", name, work());
		exit(0);
	}
}

int main(int argc, char **argv)
{
	int failed = 0, status;

	if (argc != 3 || chdir(argv[1]))
		return 2;
	end = time(NULL) + atoi(argv[2]);
	start("files made, written, renamed, removed", files);
	start("processes", processes);
	start("rounds of sockets and pipes", sockets);
	while (wait(&status) > 0)
		failed |= status;
	return failed != 0;
}
