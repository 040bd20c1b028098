// SPDX-License-Identifier: GPL-2.0-only
/*
 * The smallest thing that looks like the capture programs from outside: the same maps, the same request
 * iterator, and one record - a `write` from a task to a pipe - per write(2) of a tracked process. Tests of
 * the door to the kernel use it, so that they do not depend on what the real programs record.
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

#include "record.gen.h"
#include "control.h"

#define NR_WRITE 1
#define PIPE_ID 1000000

struct control control SEC(".data.control") = {
	.epoch = 1,
	.object_limit = 262144,
};
struct counters counters SEC(".data.counters") = {};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} relay SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct requester);
	__type(value, struct object_request);
} requests SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__uint(value_size, 664);
} machine SEC(".maps");

/* Flags by task. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u32);
} tasks SEC(".maps");

struct write_chunk {
	struct chunk head;
	struct vertex_task task;
	struct vertex_inode pipe;
	struct relation relation;
};

static __always_inline void vertex_fill(struct vertex *vertex, __u16 size, __u8 type, __u64 id)
{
	vertex->message.size = size;
	vertex->message.kind = MESSAGE_VERTEX;
	vertex->message.type = type;
	vertex->id = id;
}

static __always_inline void write_fill(struct write_chunk *out, __u64 pid, __u64 id)
{
	__builtin_memset(out, 0, sizeof(*out));
	out->head.used = sizeof(*out);
	out->head.epoch = control.epoch;
	out->head.jiffies = bpf_jiffies64();
	out->head.time = bpf_ktime_get_ns();
	out->head.task_id = pid;
	vertex_fill(&out->task.vertex, sizeof(out->task), VERTEX_TASK, pid);
	out->task.pid = pid;
	vertex_fill(&out->pipe.vertex, sizeof(out->pipe), VERTEX_PIPE, PIPE_ID);
	out->relation.message.size = sizeof(out->relation);
	out->relation.message.kind = MESSAGE_RELATION;
	out->relation.message.type = RELATION_WRITE;
	out->relation.snd_type = VERTEX_TASK;
	out->relation.rcv_type = VERTEX_PIPE;
	out->relation.id = id;
	out->relation.snd_id = pid;
	out->relation.rcv_id = PIPE_ID;
}

SEC("tp_btf/sys_exit")
int BPF_PROG(sys_exit, struct pt_regs *regs, long ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u32 *flags = bpf_task_storage_get(&tasks, task, 0, 0);
	struct write_chunk *out;
	__u64 id;

#ifdef SILENT
	return 0;
#endif
	if (!flags || !(*flags & FLAG_TRACKED) || (*flags & FLAG_OPAQUE))
		return 0;
	if (!control.slots[control.generation & 1].enabled || regs->orig_ax != NR_WRITE)
		return 0;
	id = __sync_fetch_and_add(&counters.relation_ids, 1) + 1;
	out = bpf_ringbuf_reserve(&relay, sizeof(*out), 0);
	if (!out) {
		__sync_fetch_and_add(&counters.lost_relations, 1);
		__sync_fetch_and_add(&counters.failures[FAILURE_ring_full], 1);
		return 0;
	}
	write_fill(out, task->pid, id);
	counters.chunks++;
	bpf_ringbuf_submit(out, counters.chunks % 1024 ? BPF_RB_NO_WAKEUP : BPF_RB_FORCE_WAKEUP);
	return 0;
}

SEC("tp_btf/sched_process_fork")
int BPF_PROG(process_fork, struct task_struct *parent, struct task_struct *child)
{
	__u32 *flags = bpf_task_storage_get(&tasks, parent, 0, 0);
	__u32 *own;

	if (!flags || !*flags)
		return 0;
	own = bpf_task_storage_get(&tasks, child, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!own)
		return 0;
	*own = *flags;
	if (*own & FLAG_MEMBER)
		__sync_fetch_and_add(&counters.members, 1);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(process_exit, struct task_struct *task)
{
	__u32 *flags = bpf_task_storage_get(&tasks, task, 0, 0);

	if (flags && (*flags & FLAG_MEMBER))
		__sync_fetch_and_add(&counters.members, -1);
	return 0;
}

/* Exists on no kernel: the loader has to leave it out. */
SEC("tp_btf/sched_no_such_event")
int BPF_PROG(no_such_event)
{
	return 0;
}

SEC("iter/task")
int control_process(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	struct pid *pid = BPF_CORE_READ(bpf_get_current_task_btf(), thread_pid);
	__u32 level = BPF_CORE_READ(pid, level), *flags;
	struct object_request *request;
	struct requester key = {};
	struct upid upid;

	if (!task || level >= 32 || bpf_core_read(&upid, sizeof(upid), &pid->numbers[level]))
		return 0;
	key.tid = upid.nr;
	key.pidns = BPF_CORE_READ(upid.ns, ns.inum);
	request = bpf_map_lookup_elem(&requests, &key);
	if (!request || task->tgid != request->object)
		return 0;
	flags = bpf_task_storage_get(&tasks, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!flags)
		return 0;
	if ((request->set & FLAG_MEMBER) && !(*flags & FLAG_MEMBER))
		__sync_fetch_and_add(&counters.members, 1);
	*flags = (*flags | request->set) & ~request->clear;
	request->matched++;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
