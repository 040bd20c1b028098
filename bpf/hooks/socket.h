/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sockets, by their inode. Its state is kept by key (state.h), so that the other end of a UNIX
 * connection can be reached too.
 */
#ifndef CAMFLOW_HOOKS_SOCKET_H
#define CAMFLOW_HOOKS_SOCKET_H

/* @return false when nothing here is captured or the flow is in the graph already */
static __always_inline bool socket_flow(struct flow *flow, struct front *front,
					struct socket *socket, __u32 kind, enum direction direction)
{
	struct inode *inode = socket_inode(socket);

	if (nobody_tracked(inode))
		return false;
	*front = front_open_socket(inode, kind, direction);
	if (!front->pass || !flow_actor(flow))
		return false;
	flow->entity = inode_any(inode, true);
	return flow->entity != 0;
}

/*
 * socket_post_create - a socket was made for the task (not one of the kernel's own).
 * Flows: 1. memory -> task (memory_read)   2. task -> socket (socket_create)
 * match-proto:6.1:int security_socket_post_create(struct socket *sock, int family, int type, int protocol, int kern)
 */
HOOK(socket_post_create)
int HOOK_PROG(socket_post_create, struct socket *sock, int family, int type, int protocol, int kern,
	      int ret)
{
	struct front front;
	struct flow flow = {};

	if (ret || kern || !socket_flow(&flow, &front, sock, 0, FLOW_OUT))
		return 0;
	generates(&flow, RELATION_SOCKET_CREATE);
	return 0;
}

/*
 * socket_socketpair - two connected sockets were made.
 * Flows: 1. memory -> task (memory_read)   2. task -> each socket (socket_pair_create)
 * match-proto:6.1:int security_socket_socketpair(struct socket *socka, struct socket *sockb)
 */
HOOK(socket_socketpair)
int HOOK_PROG(socket_socketpair, struct socket *socka, struct socket *sockb, int ret)
{
	struct front front;
	struct flow flow = {};

	if (ret || !socket_flow(&flow, &front, socka, 0, FLOW_OUT))
		return 0;
	generates(&flow, RELATION_SOCKET_PAIR_CREATE);
	flow.entity = inode_any(socket_inode(sockb), true);
	if (flow.entity)
		generates(&flow, RELATION_SOCKET_PAIR_CREATE);
	return 0;
}

/*
 * socket_bind - the socket gets its own address.
 * Flows: 1. address -> socket (addressed)   2. memory -> task (memory_read)   3. task -> socket (bind)
 * match-proto:6.1:int security_socket_bind(struct socket *sock, struct sockaddr *address, int addrlen)
 */
HOOK(socket_bind)
int HOOK_PROG(socket_bind, struct socket *sock, struct sockaddr *address, int addrlen, int ret)
{
	struct front front;
	struct flow flow = {};

	if (!ret)
		targets_address(sock, address, addrlen, TARGET_INGRESS);
	if (ret || !socket_flow(&flow, &front, sock, 0, FLOW_OUT))
		return 0;
	socket_addressed(&flow, address, addrlen);
	generates(&flow, RELATION_BIND);
	return 0;
}

/*
 * socket_connect - the socket gets the address of its peer.
 * Flows: 1. address -> socket (addressed)   2. memory -> task (memory_read)   3. task -> socket (connect)
 * match-proto:6.1:int security_socket_connect(struct socket *sock, struct sockaddr *address, int addrlen)
 */
HOOK(socket_connect)
int HOOK_PROG(socket_connect, struct socket *sock, struct sockaddr *address, int addrlen, int ret)
{
	struct front front;
	struct flow flow = {};

	if (!ret)
		targets_address(sock, address, addrlen, TARGET_EGRESS);
	if (ret || !socket_flow(&flow, &front, sock, 0, FLOW_OUT))
		return 0;
	socket_addressed(&flow, address, addrlen);
	generates(&flow, RELATION_CONNECT);
	return 0;
}

/*
 * socket_listen - the socket waits for connections.
 * Flows: 1. memory -> task (memory_read)   2. task -> socket (listen, with the backlog)
 * match-proto:6.1:int security_socket_listen(struct socket *sock, int backlog)
 */
HOOK(socket_listen)
int HOOK_PROG(socket_listen, struct socket *sock, int backlog, int ret)
{
	struct front front;
	struct flow flow = {};

	if (ret || !socket_flow(&flow, &front, sock, 0, FLOW_OUT))
		return 0;
	flow.note.flags = backlog;
	generates(&flow, RELATION_LISTEN);
	return 0;
}

/*
 * socket_accept - a task asks for a connection. Called before it waits for one, also when none comes: so
 * this only remembers what is listened at.
 * match-proto:6.1:int security_socket_accept(struct socket *sock, struct socket *newsock)
 */
HOOK(socket_accept)
int HOOK_PROG(socket_accept, struct socket *sock, struct socket *newsock, int ret)
{
	struct task_state *state;
	struct front front;
	struct flow flow = {};

	if (ret || !socket_flow(&flow, &front, sock, 0, FLOW_IN))
		return 0;
	/* The worker of an io_uring itself, which is not the actor. */
	state = task_state_of(bpf_get_current_task_btf());
	if (!state)
		return 0;
	state->accepting = address_of(newsock);
	state->listener.id = flow.entity->id;
	state->listener.slot = flow.entity->slot;
	return 0;
}

/*
 * sock_graft - the connection that a task asked for is there. Packets may have reached it before it had a
 * socket.
 * Flows: 1. listener -> socket (accept_socket)   2. address -> socket (addressed)
 *        3. packet -> socket (receive_packet)   4. socket -> task (accept)   5. task -> memory (memory_write)
 * match-proto:6.1:void security_sock_graft(struct sock *sk, struct socket *parent)
 */
HOOK(sock_graft)
int HOOK_PROG(sock_graft, struct sock *sk, struct socket *parent)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct task_state *state = bpf_task_storage_get(&tasks, task, 0, 0);
	struct prov *accepted;
	struct flow flow = {};

	if (!state || !parent || state->accepting != address_of(parent))
		return 0;
	state->accepting = 0;
	if (!flow_actor(&flow))
		return 0;
	flow.entity = object_get(&state->listener);
	accepted = inode_any(socket_inode(parent), true);
	if (!flow.entity || !accepted)
		return 0;
	targets_accepted(accepted, flow.entity);
	derives(&flow, accepted, RELATION_ACCEPT_SOCKET);
	flow.entity = accepted;
	sock_addressed(&flow, sk, true);
	packets_waiting(accepted, address_of(sk), RELATION_RECEIVE_PACKET);
	uses(&flow, RELATION_ACCEPT);
	return 0;
}

/*
 * socket_sendmsg - data is about to go into a socket.
 * Called by send, sendto, sendmsg and by write on a socket.
 * Flows: 1. memory -> task (memory_read)   2. task -> socket (send_msg)   3. UNIX, socket -> peer (receive_unix)
 * match-proto:6.1:int security_socket_sendmsg(struct socket *sock, struct msghdr *msg, int size)
 */
HOOK(socket_sendmsg)
int HOOK_PROG(socket_sendmsg, struct socket *sock, struct msghdr *msg, int size, int ret)
{
	struct front front;
	struct flow flow = {};
	struct prov *peer;

	if (ret || !socket_flow(&flow, &front, sock, KIND(HOOK_SOCKET_SEND, 0), FLOW_OUT))
		return 0;
	if (!generates(&flow, RELATION_SEND_MSG))
		return 0;
	peer = unix_peer(sock);
	if (peer) {
		flow.note.flags = 0;
		derives(&flow, peer, RELATION_RECEIVE_UNIX);
	}
	front_close(&front);
	return 0;
}

/*
 * socket_recvmsg - data is about to come out of a socket; called before it waits for some. Detached where
 * sock_recvmsg is seen to fire.
 * sock_recvmsg - the same has ended; where this is seen, the flow is recorded here and not before.
 * Flows: 1. UNIX, peer -> socket (send_unix)   2. socket -> task (receive_msg)   3. task -> memory (memory_write)
 * Upstream draws the first from the task that made the peer; here it is the peer.
 * match-proto:6.1:int security_socket_recvmsg(struct socket *sock, struct msghdr *msg, int size, int flags)
 */
static __always_inline int socket_receive(struct socket *sock, int flags)
{
	struct front front;
	struct flow flow = {};

	if (!socket_flow(&flow, &front, sock, KIND(HOOK_SOCKET_RECEIVE, flags), FLOW_IN))
		return 0;
	flow.note.flags = flags;
	if (receive_edges(flow.task, flow.memory, flow.entity, &flow.note,
			  address_of(socket_inode(sock))))
		front_close(&front);
	return 0;
}

HOOK(socket_recvmsg)
int HOOK_PROG(socket_recvmsg, struct socket *sock, struct msghdr *msg, int size, int flags, int ret)
{
	if (!ret && !counters.socket_reads_seen)
		socket_receive(sock, flags);
	return 0;
}

SEC("fexit/sock_recvmsg")
int BPF_PROG(sock_recvmsg, struct socket *sock, struct msghdr *msg, int flags, int ret)
{
	if (!counters.socket_reads_seen)
		counters.socket_reads_seen = 1;
	if (ret > 0)
		socket_receive(sock, flags);
	return 0;
}

/*
 * unix_stream_connect - a UNIX stream finds its listener.
 * Flows: 1. memory -> task (memory_read)   2. task -> socket (connect_unix_stream)
 * match-proto:6.1:int security_unix_stream_connect(struct sock *sock, struct sock *other, struct sock *newsk)
 */
HOOK(unix_stream_connect)
int HOOK_PROG(unix_stream_connect, struct sock *sock, struct sock *other, struct sock *newsk,
	      int ret)
{
	struct front front;
	struct flow flow = {};
	struct socket *socket = sock->sk_socket;

	if (ret || !socket || !socket_flow(&flow, &front, socket, 0, FLOW_OUT))
		return 0;
	generates(&flow, RELATION_CONNECT_UNIX_STREAM);
	return 0;
}

/*
 * unix_may_send - a UNIX datagram is about to go to another socket.
 * Flows: 1. sending socket -> receiving socket (send_unix)
 * match-proto:6.1:int security_unix_may_send(struct socket *sock, struct socket *other)
 */
HOOK(unix_may_send)
int HOOK_PROG(unix_may_send, struct socket *sock, struct socket *other, int ret)
{
	struct front front;
	struct flow flow = {};
	struct prov *to;

	if (ret || !socket_flow(&flow, &front, sock, 0, FLOW_OUT))
		return 0;
	to = inode_any(socket_inode(other), true);
	if (to)
		derives(&flow, to, RELATION_SEND_UNIX);
	return 0;
}

#endif
