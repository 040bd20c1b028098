/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Packets on their way out of and into sockets. Both programs run with softirqs off, in whatever task they
 * interrupted: the actor is the socket, and nothing is asked of the current task.
 */
#ifndef CAMFLOW_HOOKS_PACKET_H
#define CAMFLOW_HOOKS_PACKET_H

/*
 * net_dev_queue - a packet of a socket is about to be queued at a device, not yet split into segments.
 * Flows: 1. socket -> packet (send_packet)   2. where asked for, content -> packet (packet_content)
 */
SEC("tp_btf/net_dev_queue")
int BPF_PROG(net_dev_queue, struct sk_buff *skb)
{
	packet_seen(address_of(READ(skb, sk)), address_of(skb), RELATION_SEND_PACKET, true);
	return 0;
}

/*
 * socket_sock_rcv_skb - a packet has reached its socket. It is never dropped here.
 * Flows: 1. packet -> socket (receive_packet)   2. where asked for, content -> packet (packet_content)
 * match-proto:6.1:int security_sock_rcv_skb(struct sock *sk, struct sk_buff *skb)
 */
#if defined(MODE_LSM)
SEC("lsm/socket_sock_rcv_skb")
int BPF_PROG(socket_sock_rcv_skb, struct sock *sk, struct sk_buff *skb, int ret)
{
	if (!ret)
		packet_seen(address_of(sk), address_of(skb), RELATION_RECEIVE_PACKET, false);
	return 0;
}
#elif defined(MODE_FENTRY)
SEC("fexit/security_sock_rcv_skb")
int BPF_PROG(socket_sock_rcv_skb, struct sock *sk, struct sk_buff *skb, int ret)
{
	if (!ret)
		packet_seen(address_of(sk), address_of(skb), RELATION_RECEIVE_PACKET, false);
	return 0;
}
#else
SEC("tp_btf/tcp_probe")
int BPF_PROG(socket_sock_rcv_skb, struct sock *sk, struct sk_buff *skb)
{
	packet_seen(address_of(sk), address_of(skb), RELATION_RECEIVE_PACKET, false);
	return 0;
}
#endif

#endif
