// in.txt goes through an AF_UNIX stream from a client process to a server process, and to out.txt.
// unix PATH: connected through a name. unix: a pair. The server waits for the message, receives
// once, writes.
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define LATE_US 200000

static char buffer[256];

static int client(int fd)
{
	int in = open("in.txt", O_RDONLY);
	ssize_t count = read(in, buffer, sizeof(buffer));

	usleep(LATE_US);
	return send(fd, buffer, count, 0) != count;
}

static int server(int fd)
{
	int out = open("out.txt", O_WRONLY | O_CREAT, 0644);
	ssize_t count = recv(fd, buffer, sizeof(buffer), 0);

	return count <= 0 || write(out, buffer, count) != count;
}

static int named(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int listening = socket(AF_UNIX, SOCK_STREAM, 0), fd;

	strncpy(address.sun_path, path, sizeof(address.sun_path) - 1);
	if (bind(listening, (void *)&address, sizeof(address)) || listen(listening, 1))
		return 1;
	if (fork() == 0) {
		fd = socket(AF_UNIX, SOCK_STREAM, 0);
		if (connect(fd, (void *)&address, sizeof(address)))
			_exit(1);
		_exit(client(fd));
	}
	fd = accept(listening, 0, 0);
	return fd < 0 || server(fd);
}

int main(int argc, char **argv)
{
	int pair[2];

	if (argc > 1)
		return named(argv[1]);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return 1;
	if (fork() == 0)
		_exit(client(pair[0]));
	return server(pair[1]);
}
