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

static __always_inline struct socket *socket_of_inode(struct inode *inode)
{
	return (void *)inode - bpf_core_field_offset(struct socket_alloc, vfs_inode) +
	       bpf_core_field_offset(struct socket_alloc, socket);
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
		record_plain(room, node, socket, note, RELATION_ADDRESSED);
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

/* The address as the kernel keeps it in the socket; as long as an address of its family is. */
static __always_inline __u32 address_from_sock(__u8 *out, struct sock *sk, bool remote)
{
	__u16 family = READ(sk, __sk_common.skc_family), port;

	*(__u16 *)out = family;
	if (family == AF_INET || family == AF_INET6) {
		port = remote ? READ(sk, __sk_common.skc_dport)
			      : bpf_htons(READ(sk, __sk_common.skc_num));
		*(__u16 *)(out + 2) = port;
	}
	if (family == AF_INET) {
		*(__u32 *)(out + 4) =
		    remote ? READ(sk, __sk_common.skc_daddr) : READ(sk, __sk_common.skc_rcv_saddr);
		return 16;
	}
	if (family == AF_INET6) {
		if (remote)
			read_two_words(out + 8, &sk->__sk_common.skc_v6_daddr);
		else
			read_two_words(out + 8, &sk->__sk_common.skc_v6_rcv_saddr);
		return 28;
	}
	if (family == AF_UNIX) {
		struct unix_sock *own = (void *)sk;
		struct unix_address *address;
		__u32 length;

		if (remote)
			own = (void *)READ(own, peer);
		address = own ? READ(own, addr) : 0;
		if (!address)
			return 2;
		length = READ(address, len);
		length &= SOCKADDR_BYTES - 1; /* a UNIX address has at most 110 bytes */
		if (bpf_probe_read_kernel(out, length, &address->name))
			COUNT_FAILURE(read_kernel);
		return length;
	}
	return 2;
}

/* The address of one end as a vertex with an edge to the socket; none for an end without a name. */
static __always_inline void sock_addressed(struct flow *flow, struct sock *sk, bool remote)
{
	__u32 index, length;
	struct scratch *scratch = sk ? scratch_open(&index) : 0;

	if (!scratch)
		return;
	__builtin_memset(scratch->bytes, 0, SOCKADDR_BYTES);
	length = address_from_sock(scratch->bytes, sk, remote);
	if (length > 2)
		socket_addressed(flow, (void *)scratch->bytes, length);
	scratch_release(index);
}

/* The other end of a connected UNIX stream, when it has one. */
static __always_inline struct prov *unix_peer(struct socket *sock)
{
	struct sock *sk = READ(sock, sk), *peer;
	struct socket *other;

	if (!sk || READ(sk, __sk_common.skc_family) != AF_UNIX || READ(sock, type) == SOCK_DGRAM)
		return 0;
	peer = READ((struct unix_sock *)sk, peer);
	if (!peer)
		return 0;
	other = READ(peer, sk_socket);
	if (!other)
		return 0;
	return inode_any(socket_inode(other), true);
}

/* Data came out of a socket. Flows: 1. UNIX: peer -> socket (send_unix)   2. socket -> task -> memory */
__noinline int receive_edges(struct prov *task, struct prov *memory, struct prov *own,
			     struct note *note, __u64 inode)
{
	struct prov *peer;
	__u64 flags;

	if (!task || !memory || !own || !note)
		return 0;
	flags = note->flags;
	peer = unix_peer(socket_of_inode((void *)inode));
	if (peer) {
		note->type = RELATION_SEND_UNIX;
		verb_derives(memory, peer, own, note, 0);
		note->flags = flags;
	}
	note->type = RELATION_RECEIVE_MSG;
	return verb_uses(task, memory, own, note);
}

#endif
