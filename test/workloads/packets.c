// in.txt goes over TCP and UDP, IPv4 and IPv6, from one network namespace to another, which a pair of
// veth devices joins; and to out-tcp4.txt, out-tcp6.txt, out-udp4.txt, out-udp6.txt: packets PORT
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WAYS 4
#define PATIENCE 60 /* seconds until a process that waits in vain ends */

static const char *const outputs[WAYS] = {"out-tcp4.txt", "out-tcp6.txt", "out-udp4.txt",
					  "out-udp6.txt"};
static char buffer[256];

struct request {
	struct nlmsghdr head;
	char body[1024];
};

static void *end_of(struct request *request)
{
	return (char *)request + NLMSG_ALIGN(request->head.nlmsg_len);
}

static struct rtattr *attribute(struct request *request, int type, const void *data, int length)
{
	struct rtattr *at = end_of(request);

	at->rta_type = type;
	at->rta_len = RTA_LENGTH(length);
	if (length)
		memcpy(RTA_DATA(at), data, length);
	request->head.nlmsg_len = NLMSG_ALIGN(request->head.nlmsg_len) + RTA_ALIGN(at->rta_len);
	return at;
}

static void close_attribute(struct request *request, struct rtattr *at)
{
	at->rta_len = (char *)end_of(request) - (char *)at;
}

static struct request begin(int type, int flags, const void *data, int length)
{
	struct request request = {.head = {.nlmsg_len = NLMSG_LENGTH(length), .nlmsg_type = type}};

	request.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	memcpy(request.body, data, length);
	return request;
}

/* Asks the kernel for a change of the network namespace. @return 0 or the error */
static int ask(struct request *request)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		char rest[1024];
	} answer = {};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	send(fd, request, request->head.nlmsg_len, 0);
	recv(fd, &answer, sizeof(answer), 0);
	close(fd);
	if (answer.error.error)
		fprintf(stderr, "packets: %s\n", strerror(-answer.error.error));
	return answer.error.error;
}

/* Two devices: v0 here, v1 in the network namespace of a process. */
static int make_pair(int peer_pid)
{
	struct ifinfomsg info = {};
	struct request request = begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, &info, sizeof(info));
	struct rtattr *link, *data, *peer;

	attribute(&request, IFLA_IFNAME, "v0", 3);
	link = attribute(&request, IFLA_LINKINFO, 0, 0);
	attribute(&request, IFLA_INFO_KIND, "veth", 5);
	data = attribute(&request, IFLA_INFO_DATA, 0, 0);
	peer = attribute(&request, VETH_INFO_PEER, &info, sizeof(info));
	attribute(&request, IFLA_IFNAME, "v1", 3);
	attribute(&request, IFLA_NET_NS_PID, &peer_pid, sizeof(peer_pid));
	close_attribute(&request, peer);
	close_attribute(&request, data);
	close_attribute(&request, link);
	return ask(&request);
}

static int give_address(const char *device, int family, const char *text, int bits)
{
	struct ifaddrmsg info = {.ifa_family = family,
				 .ifa_prefixlen = bits,
				 .ifa_flags = IFA_F_NODAD,
				 .ifa_index = if_nametoindex(device)};
	struct request request = begin(RTM_NEWADDR, NLM_F_CREATE, &info, sizeof(info));
	char bytes[16];
	int length = family == AF_INET ? 4 : 16;

	inet_pton(family, text, bytes);
	attribute(&request, IFA_LOCAL, bytes, length);
	attribute(&request, IFA_ADDRESS, bytes, length);
	return ask(&request);
}

static int set_up(const char *device, const char *ipv4, const char *ipv6)
{
	struct ifinfomsg info = {
	    .ifi_index = if_nametoindex(device), .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
	struct request request = begin(RTM_NEWLINK, 0, &info, sizeof(info));

	return give_address(device, AF_INET, ipv4, 24) ||
	       give_address(device, AF_INET6, ipv6, 64) || ask(&request);
}

/* Way 0 and 1: TCP; 2 and 3: UDP. Even: IPv4; odd: IPv6. The port is the way's own. */
static int open_socket(int way)
{
	return socket(way % 2 ? AF_INET6 : AF_INET, way < 2 ? SOCK_STREAM : SOCK_DGRAM, 0);
}

static socklen_t server_address(int way, int port, struct sockaddr_storage *out)
{
	struct sockaddr_in *ipv4 = (void *)out;
	struct sockaddr_in6 *ipv6 = (void *)out;

	memset(out, 0, sizeof(*out));
	out->ss_family = way % 2 ? AF_INET6 : AF_INET;
	ipv4->sin_port = htons(port + way);
	if (way % 2)
		inet_pton(AF_INET6, "fd47::1", &ipv6->sin6_addr);
	else
		inet_pton(AF_INET, "10.47.0.1", &ipv4->sin_addr);
	return way % 2 ? sizeof(*ipv6) : sizeof(*ipv4);
}

static int send_all(int port)
{
	struct sockaddr_storage address;
	int in = open("in.txt", O_RDONLY);
	ssize_t count = read(in, buffer, sizeof(buffer));

	for (int way = 0; way < WAYS; way++) {
		int fd = open_socket(way);
		socklen_t length = server_address(way, port, &address);

		if (connect(fd, (void *)&address, length) || send(fd, buffer, count, 0) != count) {
			perror("packets: send");
			return 1;
		}
		close(fd);
	}
	return 0;
}

/* A process of its own for each way, so that nothing but packets joins it with in.txt. */
static int receive(int way, int fd)
{
	ssize_t count;
	int out;

	alarm(PATIENCE);
	if (way < 2)
		fd = accept(fd, 0, 0);
	count = recv(fd, buffer, sizeof(buffer), 0);
	out = open(outputs[way], O_WRONLY | O_CREAT, 0644);
	return count <= 0 || write(out, buffer, count) != count;
}

static int client(int ready, int go, int port)
{
	char byte = 0;

	alarm(PATIENCE);
	if (unshare(CLONE_NEWNET) || write(ready, &byte, 1) != 1 || read(go, &byte, 1) != 1)
		return 1;
	return set_up("v1", "10.47.0.2", "fd47::2") || send_all(port);
}

int main(int argc, char **argv)
{
	int port = argc > 1 ? atoi(argv[1]) : 0, ready[2], go[2], status, failed = 0;
	struct sockaddr_storage address;
	char byte = 0;
	pid_t child;

	alarm(PATIENCE);
	if (pipe(ready) || pipe(go) || unshare(CLONE_NEWNET))
		return 1;
	child = fork();
	if (!child)
		_exit(client(ready[1], go[0], port));
	if (read(ready[0], &byte, 1) != 1 || make_pair(child) || set_up("v0", "10.47.0.1", "fd47::1"))
		return 1;
	for (int way = 0; way < WAYS; way++) {
		int fd = open_socket(way);
		socklen_t length = server_address(way, port, &address);

		if (bind(fd, (void *)&address, length) || (way < 2 && listen(fd, 1))) {
			perror("packets: bind");
			return 1;
		}
		if (!fork())
			_exit(receive(way, fd));
		close(fd);
	}
	if (write(go[1], &byte, 1) != 1)
		return 1;
	while (wait(&status) > 0)
		failed |= status;
	return failed != 0;
}
