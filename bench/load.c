/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A load for the capture: one byte is read from a file and written to the next one, round and round, at a
 * given rate.
 *
 *   load DIRECTORY FILES SECONDS RATE
 *
 * RATE is reads and writes per second together; 0: as fast as it goes. Writes `done OPERATIONS SECONDS`.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define MAX_FILES 256
/* Operations between two looks at the clock: a look is cheap, but not free. */
#define BURST 100

static double seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void sleep_until(double when)
{
	struct timespec time = { .tv_sec = (time_t)when };

	time.tv_nsec = (long)((when - (double)time.tv_sec) * 1e9);
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static int open_file(const char *directory, int number)
{
	char path[512];
	int file;

	snprintf(path, sizeof(path), "%s/load.%d", directory, number);
	file = open(path, O_CREAT | O_RDWR, 0600);
	if (file < 0 || write(file, "x", 1) != 1) {
		perror(path);
		exit(1);
	}
	return file;
}

/* One read and one write for each two operations. */
static int burst(const int *files, int count, int at)
{
	char byte;

	for (int i = 0; i < BURST / 2; i++) {
		int next = (at + 1) % count;

		if (pread(files[at], &byte, 1, 0) != 1 || pwrite(files[next], &byte, 1, 0) != 1) {
			perror("load");
			exit(1);
		}
		at = next;
	}
	return at;
}

int main(int argc, char **argv)
{
	int files[MAX_FILES], count, at = 0;
	double start, end, rate;
	long operations = 0;

	if (argc != 5 || atoi(argv[2]) < 2 || atoi(argv[2]) > MAX_FILES) {
		fprintf(stderr, "usage: load DIRECTORY FILES SECONDS RATE\n");
		return 2;
	}
	count = atoi(argv[2]);
	rate = atof(argv[4]);
	for (int i = 0; i < count; i++)
		files[i] = open_file(argv[1], i);
	start = seconds();
	end = start + atof(argv[3]);
	while (seconds() < end) {
		at = burst(files, count, at);
		operations += BURST;
		if (rate > 0 && operations / rate > seconds() - start)
			sleep_until(start + operations / rate);
	}
	printf("done %ld %.3f\n", operations, seconds() - start);
	return 0;
}
