// Sends what is in N.in through a message queue to another process, which writes N.out: N is `system-v`,
// then `posix`. The messages go between a child and its parent, each of which sees one of the files only.
#include <fcntl.h>
#include <mqueue.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/wait.h>
#include <unistd.h>

struct text {
	long type;
	char bytes[64];
};

static int take(const char *name, char *bytes)
{
	int in = open(name, O_RDONLY);

	return in < 0 ? -1 : read(in, bytes, 64);
}

static int give(const char *name, const char *bytes, int count)
{
	int out = open(name, O_WRONLY | O_CREAT, 0644);

	return out < 0 || write(out, bytes, count) != count;
}

static int system_v(void)
{
	int queue = msgget(IPC_PRIVATE, 0600), count, status = 1;
	struct text text = {.type = 7};

	if (!fork()) {
		count = take("system-v.in", text.bytes);
		_exit(count <= 0 || msgsnd(queue, &text, count, 0));
	}
	count = msgrcv(queue, &text, sizeof(text.bytes), 7, 0);
	if (count <= 0 || give("system-v.out", text.bytes, count))
		return 1;
	wait(&status);
	return status || msgctl(queue, IPC_RMID, 0);
}

static int posix(void)
{
	struct mq_attr attributes = {.mq_maxmsg = 2, .mq_msgsize = 64};
	mqd_t queue = mq_open("/camflow-messages", O_RDWR | O_CREAT, 0600, &attributes);
	char bytes[64];
	int count, status = 1;

	if (!fork()) {
		count = take("posix.in", bytes);
		_exit(count <= 0 || mq_send(queue, bytes, count, 1));
	}
	count = mq_receive(queue, bytes, sizeof(bytes), 0);
	if (count <= 0 || give("posix.out", bytes, count))
		return 1;
	wait(&status);
	return status || mq_unlink("/camflow-messages");
}

int main(void)
{
	return system_v() ? 1 : posix() ? 2 : 0;
}
