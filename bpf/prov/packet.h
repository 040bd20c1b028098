/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets, named by their headers alone, so that sender and receiver name the same vertex on two machines
 * (docs/adr/0005). A packet has no state here: its vertex is written where the packet is seen.
 */
#ifndef CAMFLOW_PROV_PACKET_H
#define CAMFLOW_PROV_PACKET_H

#define ETH_P_IP 0x0800
#define ETH_P_IPV6 0x86dd
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IP_OFFSET 0x1fff
#define TCP_FIN 1
#define TCP_SYN 2
#define TCP_TIME_WAIT 6
#define TCP_NEW_SYN_RECV 12
#define TCP_BOUND_INACTIVE 13
#define PAYLOAD_NAMED 16

/* Bytes 8-31 of the public identifier; numbers as they are on the wire. */
struct identity {
	__be16 id;	/* IPv4: of the header. IPv6: of the acknowledgement and the options */
	__be16 version; /* 0: IPv4; 6: IPv6, whose addresses are hashed */
	__be32 source;
	__be32 target;
	__be16 source_port;
	__be16 target_port;
	__u8 protocol;
	__u8 pad[3];
	__be32 seq; /* TCP: of the header. UDP: see datagram_number */
};

_Static_assert(sizeof(struct identity) == 24, "the part of an identifier that is a packet's own");

struct packet {
	struct identity identity;
	__u8 addresses[32];
	__u32 length; /* of the IP packet, bytes */
	__u32 payload;
	__u64 is_sent;
};

/* How many datagrams with this very identity went out and came in here. */
struct datagrams {
	__u32 sent;
	__u32 received;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct identity);
	__type(value, struct datagrams);
} datagrams SEC(".maps");

static __always_inline __u32 hash_words(__u32 hash, const __u32 *words, int count)
{
	for (int i = 0; i < count; i++)
		hash = (hash ^ words[i]) * 0x01000193;
	return hash;
}

#define HASH_START 0x811c9dc5u

/*
 * Datagrams have no sequence number, and most no IP id either. So a hash of their length and first bytes
 * stands there, with their number among all that have the same: on one machine, and on two that both saw
 * the flow from its beginning, sender and receiver count alike.
 */
static __always_inline __u32 datagram_number(const struct identity *identity, bool sent)
{
	struct identity key = *identity; /* a key must be on the stack until 6.2 */
	struct datagrams *known = bpf_map_lookup_elem(&datagrams, &key), none = {};
	__u32 number;

	if (!known) {
		bpf_map_update_elem(&datagrams, &key, &none, BPF_NOEXIST);
		known = bpf_map_lookup_elem(&datagrams, &key);
	}
	if (!known)
		return 0;
	if (sent)
		return __sync_fetch_and_add(&known->sent, 1);
	number = __sync_fetch_and_add(&known->received, 1);
	return known->sent && number >= known->sent ? known->sent - 1 : number;
}

static __always_inline bool packet_read_ip(struct packet *packet, struct sk_buff *skb, void *at)
{
	__be16 protocol = READ(skb, protocol);
	struct identity *identity = &packet->identity;

	if (protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr ip;

		if (bpf_probe_read_kernel(&ip, sizeof(ip), at) ||
		    (ip.frag_off & bpf_htons(IP_OFFSET)))
			return false;
		identity->id = ip.id;
		identity->source = ip.saddr;
		identity->target = ip.daddr;
		packet->length = bpf_ntohs(ip.tot_len);
		return true;
	}
	if (protocol == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr ip;
		__u32 *addresses = (void *)packet->addresses;

		if (bpf_probe_read_kernel(&ip, sizeof(ip), at))
			return false;
		bpf_probe_read_kernel(addresses, 32, at + offsetof(struct ipv6hdr, saddr));
		identity->version = bpf_htons(6);
		identity->source = hash_words(HASH_START, addresses, 4);
		identity->target = hash_words(HASH_START, addresses + 4, 4);
		packet->length = bpf_ntohs(ip.payload_len) + sizeof(ip);
		return true;
	}
	return false;
}

/* @at the TCP header. Acknowledgements alone carry nothing, and would be taken for what follows them. */
static __always_inline bool packet_read_tcp(struct packet *packet, void *at, __s64 length)
{
	struct identity *identity = &packet->identity;
	__u8 flags, offset;
	struct {
		__be16 source, target;
		__be32 seq, ack;
		__u8 offset, flags;
		__u8 rest[6];
		__u32 options[3];
	} tcp = {};
	__u32 hash;

	if (bpf_probe_read_kernel(&tcp, 20, at))
		return false;
	offset = (tcp.offset >> 4) * 4;
	flags = tcp.flags;
	packet->payload = length > offset ? length - offset : 0;
	if (!packet->payload && !(flags & (TCP_FIN | TCP_SYN)))
		return false;
	identity->source_port = tcp.source;
	identity->target_port = tcp.target;
	identity->seq = tcp.seq;
	if (!identity->version)
		return true;
	/* The timestamps tell what is sent again from what was sent before. */
	if (offset >= 32)
		bpf_probe_read_kernel(tcp.options, sizeof(tcp.options), at + 20);
	hash = hash_words(hash_words(HASH_START, &tcp.ack, 1), tcp.options, 3);
	identity->id = hash;
	__builtin_memcpy(identity->pad, (__u8 *)&hash + 1, 3);
	return true;
}

static __always_inline bool packet_read_udp(struct packet *packet, void *at, void *end)
{
	struct identity *identity = &packet->identity;
	__be16 udp[4];
	__u32 first[PAYLOAD_NAMED / 4] = {};
	__u32 length = end - at - sizeof(udp);

	if (bpf_probe_read_kernel(udp, sizeof(udp), at))
		return false;
	identity->source_port = udp[0];
	identity->target_port = udp[1];
	packet->payload = bpf_ntohs(udp[2]) - sizeof(udp);
	if (packet->payload < length)
		length = packet->payload;
	if (length >= PAYLOAD_NAMED)
		bpf_probe_read_kernel(first, PAYLOAD_NAMED, at + sizeof(udp));
	else if (length)
		bpf_probe_read_kernel(first, length & (PAYLOAD_NAMED - 1), at + sizeof(udp));
	identity->seq = hash_words((HASH_START ^ udp[2]) * 0x01000193, first, PAYLOAD_NAMED / 4);
	identity->seq += datagram_number(identity, packet->is_sent);
	return true;
}

/* @return 0 for what is not recorded: neither TCP nor UDP, a later fragment, nothing carried */
__noinline int packet_read(struct packet *packet, __u64 skb_address, __u32 protocol)
{
	struct sk_buff *skb = (void *)skb_address;
	void *head = READ(skb, head);
	void *at = head + READ(skb, transport_header);
	void *tail = head + READ(skb, tail);
	__s64 behind = READ(skb, data) - (unsigned char *)at;

	if (!packet || !packet_read_ip(packet, skb, head + READ(skb, network_header)))
		return 0;
	packet->identity.protocol = protocol;
	if (protocol == IPPROTO_TCP)
		return packet_read_tcp(packet, at, (__s64)READ(skb, len) + behind);
	return protocol == IPPROTO_UDP && packet_read_udp(packet, at, tail);
}

static __always_inline void packet_describe(struct room *room, const struct packet *packet)
{
	struct vertex_packet *out = chunk_append(room, sizeof(*out));

	if (!out)
		return;
	__builtin_memset(out, 0, sizeof(*out));
	out->vertex.message.size = sizeof(*out);
	out->vertex.message.kind = MESSAGE_VERTEX;
	out->vertex.message.type = VERTEX_PACKET;
	__builtin_memcpy(out->identity, &packet->identity, sizeof(out->identity));
	__builtin_memcpy(out->addresses, packet->addresses, sizeof(out->addresses));
	out->len = packet->length;
}

/* A relation with a packet at one end, and an object or nothing but an id at the other. */
struct packet_end {
	__u64 id;
	__u32 version;
	__u8 type;
	__u8 relation;
	__u8 from_packet;
	__u8 pad;
};

static __always_inline void packet_relate(struct room *room, struct note *note,
					  const struct packet *packet, const struct packet_end *end)
{
	__u64 id = relation_id_next();
	struct {
		struct relation relation;
		struct identity identity;
	} *out = chunk_append(room, sizeof(*out));

	if (!out || is_nowhere(room))
		__sync_fetch_and_add(&counters.lost_relations, 1);
	if (!out)
		return;
	__builtin_memset(out, 0, sizeof(*out));
	out->relation.message.size = sizeof(*out);
	out->relation.message.kind = MESSAGE_RELATION;
	out->relation.message.type = end->relation;
	out->relation.id = id;
	if (end->from_packet) {
		out->relation.snd_type = VERTEX_PACKET;
		out->relation.rcv_type = end->type;
		out->relation.rcv_id = end->id;
		out->relation.rcv_version = end->version;
	} else {
		out->relation.rcv_type = VERTEX_PACKET;
		out->relation.snd_type = end->type;
		out->relation.snd_id = end->id;
		out->relation.snd_version = end->version;
	}
	__builtin_memcpy(&out->identity, &packet->identity, sizeof(out->identity));
}

/* The packet and its edge from or to the socket, in the order of record.h. */
__noinline int packet_edge(struct room *room, struct prov *socket, struct note *note,
			   struct packet *packet)
{
	const struct policy *policy = policy_now();
	struct packet_end end = {.type = VERTEX_SOCKET};
	bool bumped = false;

	if (!room || !socket || !note || !packet)
		return DONE;
	if (!packet->is_sent) {
		end.version = version_enter(socket, &bumped);
		socket->origin = ORIGIN_MIXED;
		socket->reader = 0;
		socket->previous = packet->identity.seq;
		stamp_move(socket);
	} else {
		end.version = version_leave(socket);
	}
	if (bumped)
		version_link(policy, room, socket, end.version);
	if (!is_described(socket, end.version, room->chunk.epoch))
		describe(room, socket, end.version, 0);
	packet_describe(room, packet);
	end.id = socket->id;
	end.from_packet = !packet->is_sent;
	end.relation = note->type;
	packet_relate(room, note, packet, &end);
	return DONE;
}

#define CONTENT_BYTES 4096

struct content_message {
	struct chunk chunk;
	struct vertex_packet_content content;
};

static __always_inline void content_edge(struct room *room, struct note *note,
					 const struct packet *packet, __u64 id)
{
	struct packet_end end = {
	    .id = id, .type = VERTEX_PACKET_CONTENT, .relation = RELATION_PACKET_CONTENT};

	packet_describe(room, packet);
	packet_relate(room, note, packet, &end);
}

/* Where the kernel has `struct page` of all memory, and where it has that memory mapped. */
extern const void vmemmap_base __ksym __weak;
extern const void page_offset_base __ksym __weak;

#define PAGE_SHIFT 12
#define FRAGMENTS 17

/* A piece of a packet that lies in pages: `skb_frag_t`, a `bio_vec` until 6.7. */
struct fragment {
	__u64 page;
	__u32 length;
	__u32 offset;
};

/* @return the address of a page's memory, 0 where this kernel does not tell */
static __always_inline __u64 page_address(__u64 page)
{
	__u64 pages, memory;

	if (!&vmemmap_base || !&page_offset_base)
		return 0;
	if (bpf_probe_read_kernel(&pages, sizeof(pages), &vmemmap_base) ||
	    bpf_probe_read_kernel(&memory, sizeof(memory), &page_offset_base) || page < pages)
		return 0;
	return memory + ((page - pages) / bpf_core_type_size(struct page) << PAGE_SHIFT);
}

struct keeping {
	struct content_message *out;
	__u64 fragments;
	__u32 count;
	__u32 kept;
};

static long fragment_keep(__u32 index, void *context)
{
	struct keeping *keeping = context;
	struct content_message *out = keeping->out;
	__u32 kept = keeping->kept, length;
	struct fragment fragment;
	__u64 from;

	if (index >= keeping->count || kept >= CONTENT_BYTES ||
	    bpf_probe_read_kernel(&fragment, sizeof(fragment),
				  (void *)keeping->fragments + index * sizeof(fragment)))
		return 1;
	length = fragment.length;
	if (length > CONTENT_BYTES)
		length = CONTENT_BYTES;
	from = page_address(fragment.page);
	if (!from || bpf_probe_read_kernel((void *)out + sizeof(*out) + kept, length,
					   (void *)from + fragment.offset))
		return 1;
	keeping->kept = kept + length;
	return 0;
}

/* The data of a stream lies in pages behind the headers. @return bytes kept in all */
static __always_inline __u32 fragments_keep(struct sk_buff *skb, struct content_message *out,
					    __u32 kept)
{
	struct skb_shared_info *shared = (void *)READ(skb, head) + READ(skb, end);
	struct keeping keeping = {.out = out, .kept = kept};

	keeping.count = READ(shared, nr_frags);
	keeping.fragments = (__u64)shared + bpf_core_field_offset(shared->frags);
	bpf_loop(FRAGMENTS, fragment_keep, &keeping, 0);
	return keeping.kept > CONTENT_BYTES ? CONTENT_BYTES : keeping.kept;
}

/* The bytes of a packet from its IP header on. */
__noinline int packet_keep(struct packet *packet, struct note *note, __u64 skb_address)
{
	struct sk_buff *skb = (void *)skb_address;
	struct content_message *out;
	__u32 index, size, kept;
	void *at, *tail;
	__u64 id;

	if (!packet || !note)
		return DONE;
	out = scratch_open(&index);
	if (!out)
		return DONE;
	at = READ(skb, head) + READ(skb, network_header);
	tail = READ(skb, head) + READ(skb, tail);
	kept = tail - at;
	if (kept > CONTENT_BYTES)
		kept = CONTENT_BYTES;
	if (bpf_probe_read_kernel((void *)out + sizeof(*out), kept, at)) {
		COUNT_FAILURE(read_kernel);
		kept = 0;
	} else {
		kept = fragments_keep(skb, out, kept);
	}
	id = node_id_next();
	size = (sizeof(*out) + kept + 7) & ~7u;
	chunk_head(&out->chunk, size, 0, note->epoch);
	__builtin_memset(&out->content, 0, sizeof(out->content));
	out->content.vertex.message.size = size - sizeof(struct chunk);
	out->content.vertex.message.kind = MESSAGE_VERTEX;
	out->content.vertex.message.type = VERTEX_PACKET_CONTENT;
	out->content.vertex.id = id;
	out->content.length = kept;
	out->content.truncated = kept < packet->length;
	if (size > sizeof(*out) + CONTENT_BYTES + 8)
		size = sizeof(*out) + CONTENT_BYTES + 8;
	if (bpf_ringbuf_output(&relay, out, size, BPF_RB_NO_WAKEUP)) {
		COUNT_FAILURE(ring_full);
		__sync_fetch_and_add(&counters.lost_vertices, 1);
	}
	scratch_release(index);
	WITH_CHUNK(note, content_edge(room, note, packet, id));
	return DONE;
}

/* The socket of a packet's sock; none for connections that are opening or closing. */
static __always_inline struct socket *socket_of_sock(struct sock *sk)
{
	__u8 state = READ(sk, __sk_common.skc_state);

	if (state == TCP_TIME_WAIT || state == TCP_NEW_SYN_RECV || state == TCP_BOUND_INACTIVE)
		return 0;
	return READ(sk, sk_socket);
}

static __always_inline bool is_internet(struct sock *sk)
{
	__u16 family = READ(sk, __sk_common.skc_family);

	return family == AF_INET || family == AF_INET6;
}

/* What is asked of the policy before a packet is looked at. To capture all is not to capture packets. */
static __always_inline bool packets_recorded(const struct policy *policy, const struct prov *socket,
					     __u8 type)
{
	return (socket->flags & FLAG_TRACKED) && !(socket->flags & FLAG_OPAQUE) &&
	       !node_filtered(policy, socket) && !(policy->node_filter >> VERTEX_PACKET & 1) &&
	       !relation_filtered(policy, type);
}

/* A packet left or reached a socket; not only for the current task. Never for one that is not tracked. */
__noinline int packet_seen(__u64 sk_address, __u64 skb_address, __u8 type, bool is_sent)
{
	const struct policy *policy = policy_now();
	struct sock *sk = (void *)sk_address;
	struct note note = {.epoch = control.epoch, .type = type};
	struct packet packet = {.is_sent = is_sent};
	struct socket *socket;
	struct prov *prov;

	if (nothing_captured(control.scope) || relation_filtered(policy, type) || !sk ||
	    !is_internet(sk))
		return DONE;
	socket = socket_of_sock(sk);
	if (!socket)
		return DONE;
	prov = inode_any(socket_inode(socket), false);
	if (!prov || !packets_recorded(policy, prov, type) ||
	    !packet_read(&packet, skb_address, READ(sk, sk_protocol)))
		return DONE;
	if ((prov->flags & FLAG_RECORD_PACKET) &&
	    !relation_filtered(policy, RELATION_PACKET_CONTENT) &&
	    !(policy->node_filter >> VERTEX_PACKET_CONTENT & 1))
		packet_keep(&packet, &note, skb_address);
	WITH_CHUNK(&note, packet_edge(room, prov, &note, &packet));
	return DONE;
}

#define WAITING_PACKETS 8

/* What had reached a connection before it got its socket: as far as it is kept in the queue one by one. */
__noinline int packets_waiting(struct prov *socket, __u64 sk_address, __u8 type)
{
	const struct policy *policy = policy_now();
	struct sock *sk = (void *)sk_address;
	struct note note = {.epoch = control.epoch, .type = type};
	__u64 end = sk_address + bpf_core_field_offset(sk->sk_receive_queue);
	struct sk_buff *skb;
	__u32 protocol;

	if (!socket || !packets_recorded(policy, socket, type) || !is_internet(sk))
		return DONE;
	protocol = READ(sk, sk_protocol);
	skb = READ(sk, sk_receive_queue.next);
	for (int i = 0; i < WAITING_PACKETS && skb && (__u64)skb != end; i++) {
		struct packet packet = {};

		if (packet_read(&packet, (__u64)skb, protocol))
			WITH_CHUNK(&note, packet_edge(room, socket, &note, &packet));
		skb = READ(skb, next);
	}
	return DONE;
}

#endif
