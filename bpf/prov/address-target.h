/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Targets by address: a socket that is bound to (ingress) or connects to (egress) an address in a range,
 * and the process that does it. IPv4 inside IPv6 counts as IPv4.
 */
#ifndef CAMFLOW_PROV_ADDRESS_TARGET_H
#define CAMFLOW_PROV_ADDRESS_TARGET_H

#define SOCK_BOUND 12 /* SOCK_BINDADDR_LOCK | SOCK_BINDPORT_LOCK: bound by the program itself */

struct internet_address {
	__u64 bytes[2]; /* as in struct address_target */
	__u16 family;
	__u16 port;
	__u32 pad;
};

struct address_search {
	struct target_lists *lists;
	struct internet_address address;
	struct target found;
	__u32 kind; /* TARGET_INGRESS or TARGET_EGRESS */
};

static long address_step(__u32 index, void *context)
{
	struct address_search *search = context;
	const struct internet_address *address = &search->address;
	struct target_lists *lists = search->lists;
	struct address_target *entry;
	bool egress = search->kind == TARGET_EGRESS;

	if (index >= TARGET_LIST || index >= (egress ? lists->egress_count : lists->ingress_count))
		return 1;
	entry = egress ? &lists->egress[index] : &lists->ingress[index];
	if (entry->family != address->family || (entry->port && entry->port != address->port) ||
	    (address->bytes[0] & entry->mask[0]) != entry->address[0] ||
	    (address->bytes[1] & entry->mask[1]) != entry->address[1])
		return 0;
	search->found = entry->target;
	return 1;
}

static __always_inline void internet_ipv4(struct internet_address *out, __u32 address)
{
	out->family = AF_INET;
	out->bytes[0] = 0;
	out->bytes[1] = (__u64)address << 32;
}

/* An IPv4 address inside IPv6, ::ffff:a.b.c.d, is taken out. */
static __always_inline void internet_unwrap(struct internet_address *out)
{
	if (out->family == AF_INET6 && !out->bytes[0] && (__u32)out->bytes[1] == bpf_htonl(0xffff))
		internet_ipv4(out, out->bytes[1] >> 32);
}

/* @return false for other families */
static __always_inline bool internet_of_sockaddr(struct internet_address *out,
						 struct sockaddr *address, int length)
{
	__u8 bytes[24] = {};

	if (length < 8 || bpf_probe_read_kernel(bytes, 8, address))
		return false;
	out->family = *(__u16 *)bytes;
	out->port = *(__u16 *)(bytes + 2);
	if (out->family == AF_INET) {
		internet_ipv4(out, *(__u32 *)(bytes + 4));
		return true;
	}
	if (out->family != AF_INET6 || length < 24)
		return false;
	if (bpf_probe_read_kernel(out->bytes, sizeof(out->bytes), (void *)address + 8))
		return false;
	internet_unwrap(out);
	return true;
}

/* The socket's own address, or its peer's. @return false when it has none */
static __always_inline bool internet_of_sock(struct internet_address *out, struct sock *sk,
					     bool remote)
{
	out->family = READ(sk, __sk_common.skc_family);
	out->port =
	    remote ? READ(sk, __sk_common.skc_dport) : bpf_htons(READ(sk, __sk_common.skc_num));
	if (!out->port)
		return false;
	if (out->family == AF_INET) {
		internet_ipv4(out, remote ? READ(sk, __sk_common.skc_daddr)
					  : READ(sk, __sk_common.skc_rcv_saddr));
		return true;
	}
	if (out->family != AF_INET6)
		return false;
	if (bpf_probe_read_kernel(out->bytes, sizeof(out->bytes),
				  remote ? &sk->__sk_common.skc_v6_daddr
					 : &sk->__sk_common.skc_v6_rcv_saddr))
		return false;
	internet_unwrap(out);
	return true;
}

/* Gives the socket what a target says, and the process all of it that is not about packets or opaque. */
static __always_inline void target_meets_socket(struct task_struct *task, struct inode *inode,
						const struct target *target)
{
	struct target process = *target;
	struct task_state *state;
	struct prov *prov = inode_any(inode, true);

	if (prov)
		target_apply(prov, target);
	process.flags &= FLAG_TRACKED | FLAG_PROPAGATE;
	state = task_state_of(task);
	if (!state)
		return;
	prov = memory_of(state, task, UNTRUSTED(task)->real_cred);
	if (prov)
		target_apply(prov, &process);
}

static __noinline int targets_search(struct task_struct *task, struct inode *inode,
				     struct address_search *search)
{
	search->lists = target_lists_now();
	if (!search->lists)
		return 0;
	bpf_loop(TARGET_LIST, address_step, search, 0);
	if (target_hits(&search->found))
		target_meets_socket(task, inode, &search->found);
	return 0;
}

/* A task binds or connects a socket. @kind TARGET_INGRESS or TARGET_EGRESS */
static __always_inline void targets_address(struct socket *sock, struct sockaddr *address,
					    int length, __u32 kind)
{
	struct address_search search = {.kind = kind};

	if ((control.targets & kind) && internet_of_sockaddr(&search.address, address, length))
		targets_search(bpf_get_current_task_btf(), socket_inode(sock), &search);
}

/* An accepted socket stands at the address of the one that listened. */
static __always_inline void targets_accepted(struct prov *accepted, const struct prov *listening)
{
	struct target given = {.flags = listening->flags & FLAG_RECORD_PACKET};

	if (given.flags)
		given.flags |= listening->flags & FLAG_TRACKED;
	if (given.flags)
		target_apply(accepted, &given);
}

/*
 * A socket that has its addresses already. Bound by its program, or accepted from such a one: its own
 * address counts; else it has connected, and its peer's does.
 */
static __noinline int targets_socket(struct task_struct *task, struct inode *inode)
{
	struct address_search search = {};
	struct socket *socket = (void *)inode -
				bpf_core_field_offset(struct socket_alloc, vfs_inode) +
				bpf_core_field_offset(struct socket_alloc, socket);
	struct sock *sk = READ(socket, sk);
	bool bound;

	if (!sk)
		return 0;
	bound = BPF_CORE_READ_BITFIELD_PROBED(sk, sk_userlocks) & SOCK_BOUND;
	search.kind = bound ? TARGET_INGRESS : TARGET_EGRESS;
	if ((control.targets & search.kind) && internet_of_sock(&search.address, sk, !bound))
		targets_search(task, inode, &search);
	return 0;
}

#endif
