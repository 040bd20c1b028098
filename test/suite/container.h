/* SPDX-License-Identifier: Apache-2.0 */
/* Places that a container runs in. Who enters one goes on as a child, which is the first process there. */
#ifndef SUITE_CONTAINER_H
#define SUITE_CONTAINER_H

#include "suite.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#define CGROUPS "/sys/fs/cgroup"

/* The child returns; the parent ends as it does, and `folder`, if any, is removed then. */
static inline void go_on_as_child(const char *folder)
{
	pid_t child = MUST(fork());
	int code;

	if (child == 0) {
		MUST(prctl(PR_SET_PDEATHSIG, SIGKILL));
		return;
	}
	code = wait_for(child);
	if (folder)
		rmdir(folder);
	_exit(code);
}

/* User, process, mount and network namespaces of its own. */
static inline void enter_container(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET) < 0)
		skip("no namespaces");
	go_on_as_child(NULL);
}

/* The loopback of a new network is down. */
static inline void loopback_up(void)
{
	struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP};

	MUST(ioctl(MUST(socket(AF_INET, SOCK_DGRAM, 0)), SIOCSIFFLAGS, &loopback));
}

static inline void enter_cgroup(void)
{
	char folder[64], members[80];
	int file;

	snprintf(folder, sizeof(folder), CGROUPS "/camflow-suite-%d", getpid());
	snprintf(members, sizeof(members), "%s/cgroup.procs", folder);
	if (access(CGROUPS "/cgroup.procs", F_OK) < 0 || mkdir(folder, 0755) < 0)
		skip("no cgroups, or not here");
	go_on_as_child(folder);
	file = open(members, O_WRONLY);
	if (file < 0 || write(file, "0", 1) != 1)
		skip("this cgroup takes no processes");
	close(file);
}

#endif
