/*
 * A steady load of one-byte reads and writes on changing files: load DIRECTORY CALLS
 * CALLS_PER_SECOND A rate of 0 is as fast as it goes. Leaves the nanoseconds it took in the file
 * `took`.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define FILES 16
#define BURST 500

static long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void wait_until(long ns)
{
	struct timespec until = {ns / 1000000000L, ns % 1000000000L};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, 0);
}

int main(int argc, char **argv)
{
	long calls = argc > 3 ? atol(argv[2]) : 0, rate = argc > 3 ? atol(argv[3]) : 0, start;
	int files[FILES];
	FILE *took;
	char byte = 'x', name[32];

	if (argc != 4 || chdir(argv[1]))
		return 2;
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "load-%d", i);
		files[i] = open(name, O_RDWR | O_CREAT, 0644);
		if (files[i] < 0 || pwrite(files[i], &byte, 1, 0) != 1)
			return 1;
	}
	start = now_ns();
	for (long call = 0; call < calls; call++) {
		int fd = files[(call / 2) % FILES];
		ssize_t count = call & 1 ? pwrite(fd, &byte, 1, 0) : pread(fd, &byte, 1, 0);

		if (count != 1)
			return 1;
		if (rate && call % BURST == 0)
			wait_until(start + (long)((double)call / rate * 1e9));
	}
	return !(took = fopen("took", "w")) || fprintf(took, "%ld\n", now_ns() - start) < 0 ||
	       fclose(took);
}
