/* SPDX-License-Identifier: GPL-2.0-only */
/* What every mode knows of sockets: their inode, their address, the other end of a UNIX connection. */
#ifndef CAMFLOW_PROV_SOCKET_H
#define CAMFLOW_PROV_SOCKET_H

#define SOCKADDR_BYTES 128

static __always_inline struct inode *socket_inode(struct socket *socket)
{
	return (void *)socket - bpf_core_field_offset(struct socket_alloc, socket) +
	       bpf_core_field_offset(struct socket_alloc, vfs_inode);
}

/* One address vertex and its edge to the socket. */
__noinline int address_edges(struct room *room, struct prov *socket, struct note *note,
			     __u64 sockaddr, __u32 length)
{
	struct vertex_address *out;
	struct handle handle = {};
	struct prov *node;

	if (!room || !socket || !note || length > SOCKADDR_BYTES)
		return DONE;
	node = object_new(&handle, VERTEX_ADDRESS);
	if (!node)
		return DONE;
	out = vertex_open(room, node, 0, 0, sizeof(*out) + SOCKADDR_BYTES);
	if (out) {
		out->length = length;
		if (bpf_probe_read_kernel(out->addr, length, (void *)sockaddr))
			COUNT_FAILURE(read_kernel);
		node->described = (__u64)note->epoch << 32;
		record(room, node, socket, note, RELATION_ADDRESSED);
	}
	object_free(node);
	return DONE;
}

/*
 * The address of a bind or connect becomes a vertex with an edge to the socket: at each of them, so
 * that a bound socket that connects shows both (upstream: the first only).
 */
static __always_inline void socket_addressed(struct flow *flow, struct sockaddr *address,
					     int length)
{
	if (!actor_captured(flow->task, flow->memory, flow->entity, RELATION_CONNECT) ||
	    (policy_now()->node_filter >> VERTEX_ADDRESS & 1) || length < 2)
		return;
	introduce(flow->memory, flow->entity, &flow->note);
	WITH_CHUNK(&flow->note,
		   address_edges(room, flow->entity, &flow->note, address_of(address), length));
}

/* The other end of a connected UNIX stream, when it has one. */
static __always_inline struct prov *unix_peer(struct socket *sock)
{
	struct sock *sk = BPF_CORE_READ(sock, sk), *peer;
	struct socket *other;

	if (!sk || BPF_CORE_READ(sk, __sk_common.skc_family) != AF_UNIX ||
	    BPF_CORE_READ(sock, type) == SOCK_DGRAM)
		return 0;
	peer = BPF_CORE_READ((struct unix_sock *)sk, peer);
	if (!peer)
		return 0;
	other = BPF_CORE_READ(peer, sk_socket);
	if (!other)
		return 0;
	return inode_by_key(socket_inode(other), true);
}

#endif
