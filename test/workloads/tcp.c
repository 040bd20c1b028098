// in.txt goes over TCP on loopback from a client process to a server process, and to out.txt: tcp
// PORT
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static char buffer[256];

static int client(const struct sockaddr_in *address)
{
	int in = open("in.txt", O_RDONLY), fd = socket(AF_INET, SOCK_STREAM, 0);
	ssize_t count = read(in, buffer, sizeof(buffer));

	if (connect(fd, (const void *)address, sizeof(*address)))
		return 1;
	return send(fd, buffer, count, 0) != count;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET,
	    .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int listening = socket(AF_INET, SOCK_STREAM, 0), yes = 1, fd, out;
	ssize_t count;

	setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(listening, (void *)&address, sizeof(address)) || listen(listening, 1))
		return 1;
	if (fork() == 0)
		_exit(client(&address));
	fd = accept(listening, 0, 0);
	count = recv(fd, buffer, sizeof(buffer), 0);
	out = open("out.txt", O_WRONLY | O_CREAT, 0644);
	if (count <= 0 || write(out, buffer, count) != count)
		return 1;
	return wait(0) < 0;
}
