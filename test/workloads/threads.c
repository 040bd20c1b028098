// One thread reads in.txt, another writes out.txt.
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static char buffer[64];
static ssize_t count;

static void *reader(void *unused)
{
	count = read(open("in.txt", O_RDONLY), buffer, sizeof(buffer));
	return unused;
}

static void *writer(void *unused)
{
	count = write(open("out.txt", O_WRONLY | O_CREAT, 0644), buffer, count);
	return unused;
}

static int run(void *(*body)(void *))
{
	pthread_t thread;

	return pthread_create(&thread, 0, body, 0) || pthread_join(thread, 0);
}

int main(void)
{
	return run(reader) || run(writer) || count <= 0;
}
