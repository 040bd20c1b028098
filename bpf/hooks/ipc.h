/* SPDX-License-Identifier: GPL-2.0-only */
/* Message queues and System V shared memory. POSIX shared memory and memfd are files (file.h). */
#ifndef CAMFLOW_HOOKS_IPC_H
#define CAMFLOW_HOOKS_IPC_H

#define SHM_RDONLY 010000

/* What stands at this address is another object now. */
static __always_inline void ipc_forget(const void *object)
{
	__u64 key = address_of(object);

	bpf_map_delete_elem(&ipcs, &key);
}

/* State of a message or segment, made when it is not there. */
static __always_inline struct prov *ipc_of(const void *object, __u8 type)
{
	__u64 key = address_of(object);
	struct handle handle = {}, *known = bpf_map_lookup_elem(&ipcs, &key);
	struct prov *prov;

	if (known) {
		handle = *known;
		prov = object_get(&handle);
		if (prov && prov->type == type)
			return prov;
	}
	prov = object_new(&handle, type);
	if (!prov)
		return 0;
	prov->stamp = stamp_of(object);
	if (bpf_map_update_elem(&ipcs, &key, &handle, BPF_ANY))
		COUNT_FAILURE(ipc_map);
	return prov;
}

/* Opens a flow of the current task on a message or segment. */
static __always_inline bool ipc_flow(struct flow *flow, const void *object, __u8 type)
{
	if (!flow_relevant(object) || !flow_actor(flow))
		return false;
	flow->entity = ipc_of(object, type);
	return flow->entity != 0;
}

static __always_inline void ipc_end(const void *object)
{
	__u64 key = address_of(object);
	struct handle handle, *known = bpf_map_lookup_elem(&ipcs, &key);
	struct prov *prov;

	if (!known)
		return;
	handle = *known;
	bpf_map_delete_elem(&ipcs, &key);
	prov = object_get(&handle);
	if (!prov)
		return;
	terminates(prov, 0, RELATION_FREE);
	object_free(prov);
}

/*
 * msg_msg_alloc_security - the text of a message was copied from the sender's memory.
 * Called for System V and POSIX queues, before the message has its type or priority, and for the copy
 * that a receiver with MSG_COPY gets.
 * Flows: 1. memory -> task (memory_read)   2. task -> message (msg_create)
 * match-proto:6.1:int security_msg_msg_alloc(struct msg_msg *msg)
 */
HOOK_IN(msg_msg_alloc, msg_msg_alloc_security)
int HOOK_PROG_IN(msg_msg_alloc, msg_msg_alloc_security, struct msg_msg *msg, int ret)
{
	struct flow flow = {};

	if (ret)
		return 0;
	ipc_forget(msg);
	if (ipc_flow(&flow, msg, VERTEX_MSG))
		generates(&flow, RELATION_MSG_CREATE);
	return 0;
}

/*
 * msg_queue_msgsnd - a message is about to go into a System V queue.
 * Flows: 1. memory -> task (memory_read)   2. task -> message (send_msg_queue)
 * match-proto:6.1:int security_msg_queue_msgsnd(struct kern_ipc_perm *msq, struct msg_msg *msg, int msqflg)
 */
HOOK(msg_queue_msgsnd)
int HOOK_PROG(msg_queue_msgsnd, struct kern_ipc_perm *msq, struct msg_msg *msg, int msqflg, int ret)
{
	struct flow flow = {};

	if (ret || !ipc_flow(&flow, msg, VERTEX_MSG))
		return 0;
	flow.entity->msg.type = READ(msg, m_type);
	generates(&flow, RELATION_SEND_MSG_QUEUE);
	return 0;
}

/*
 * store_msg - the text of a message was copied to the receiver.
 * Called for System V and POSIX queues in the receiver's own context. The hook msg_queue_msgrcv comes by in
 * the sender's context when a receiver waits, and for System V only.
 * Flows: 1. message -> task (receive_msg_queue)   2. task -> memory (memory_write)
 */
SEC("fexit/store_msg")
int BPF_PROG(store_msg, void *dest, struct msg_msg *msg, size_t len, int ret)
{
	struct flow flow = {};

	if (!ret && ipc_flow(&flow, msg, VERTEX_MSG))
		uses(&flow, RELATION_RECEIVE_MSG_QUEUE);
	return 0;
}

/*
 * msg_msg_free_security - a message was received or its queue is gone.
 * Flows: 1. message -> closing version (free)
 * match-proto:6.1:void security_msg_msg_free(struct msg_msg *msg)
 */
HOOK_IN(msg_msg_free, msg_msg_free_security)
int HOOK_PROG_IN(msg_msg_free, msg_msg_free_security, struct msg_msg *msg)
{
	ipc_end(msg);
	return 0;
}

/*
 * shm_alloc_security - a System V shared memory segment is being made.
 * Flows: 1. memory -> task (memory_read)   2. task -> segment (sh_create)
 * match-proto:6.1:int security_shm_alloc(struct kern_ipc_perm *shp)
 */
HOOK_IN(shm_alloc, shm_alloc_security)
int HOOK_PROG_IN(shm_alloc, shm_alloc_security, struct kern_ipc_perm *shp, int ret)
{
	struct flow flow = {};

	if (ret)
		return 0;
	ipc_forget(shp);
	if (!ipc_flow(&flow, shp, VERTEX_SHM))
		return 0;
	flow.entity->shm.mode = READ(shp, mode);
	generates(&flow, RELATION_SH_CREATE);
	return 0;
}

/* A second name for a segment: its file's inode, by which its detaching can be told. */
static __always_inline void shm_known_by_file(const struct prov *prov, struct kern_ipc_perm *shp)
{
	struct shmid_kernel *segment = (void *)shp;
	struct handle handle = {.id = prov->id, .slot = prov->slot};
	__u64 key = (__u64)READ(segment, shm_file, f_inode);

	if (bpf_map_update_elem(&ipcs, &key, &handle, BPF_ANY))
		COUNT_FAILURE(ipc_map);
}

/*
 * shm_shmat - a segment is about to become part of a process' memory.
 * Flows: 1. memory -> task (memory_read)   2. task -> segment (sh_attach, with the flags of shmat)
 *        with the later flows of the process: 3. segment -> memory (sh_read)
 *        unless attached for reading only, 4. memory -> segment (sh_write)
 * match-proto:6.1:int security_shm_shmat(struct kern_ipc_perm *shp, char *shmaddr, int shmflg)
 */
HOOK(shm_shmat)
int HOOK_PROG(shm_shmat, struct kern_ipc_perm *shp, char *shmaddr, int shmflg, int ret)
{
	struct flow flow = {};

	if (ret || !ipc_flow(&flow, shp, VERTEX_SHM))
		return 0;
	flow.entity->shm.mode = READ(shp, mode);
	flow.note.flags = shmflg;
	if (!generates(&flow, RELATION_SH_ATTACH))
		return 0;
	shm_known_by_file(flow.entity, shp);
	memory_share(flow.memory, flow.entity, flow.entity->slot,
		     shmflg & SHM_RDONLY ? SHARED_READ : SHARED_READ | SHARED_WRITE);
	return 0;
}

/*
 * shm_close - a process lets go of a segment: shmdt, munmap, exec.
 * The end of a process is not told here: by then it has no vertex any more.
 * What was there stays in the memory. Before the call, in which a segment that is marked for removal ends.
 * Flows: 1. segment -> memory (sh_detach)
 */
SEC("fentry/shm_close")
int BPF_PROG(shm_close, struct vm_area_struct *vma)
{
	struct shm_file_data *data = READ((struct file *)vma->vm_file, private_data);
	__u64 key = (__u64)READ(data, file, f_inode);
	struct handle handle, *known = bpf_map_lookup_elem(&ipcs, &key);
	struct flow flow = {};

	if (!known || nothing_captured(control.scope))
		return 0;
	handle = *known;
	flow.entity = object_get(&handle);
	if (!flow.entity || !flow_actor(&flow))
		return 0;
	derives(&flow, flow.memory, RELATION_SH_DETACH);
	return 0;
}

/*
 * shm_free_security - the last process let go of a segment that was marked for removal.
 * Flows: 1. segment -> closing version (free)
 * match-proto:6.1:void security_shm_free(struct kern_ipc_perm *shp)
 */
HOOK_IN(shm_free, shm_free_security)
int HOOK_PROG_IN(shm_free, shm_free_security, struct kern_ipc_perm *shp)
{
	ipc_end(shp);
	return 0;
}

#endif
