/* SPDX-License-Identifier: GPL-2.0-only */
/* One version of an object as a message: its vertex with the fields of its type. */
#ifndef CAMFLOW_PROV_DESCRIBE_H
#define CAMFLOW_PROV_DESCRIBE_H

static __always_inline bool is_described(const struct prov *prov, __u32 version, __u32 epoch)
{
	return prov->described == ((__u64)epoch << 32 | version);
}

static __always_inline __u64 kib(__u64 pages)
{
	return pages << 2;
}

static __always_inline void task_statistics(struct vertex_task *out, struct task_struct *task)
{
	struct mm_struct *mm = task->mm;
	__u64 rss, peak, vm, vm_peak;

	out->utime = task->utime / 1000;
	out->stime = task->stime / 1000;
	out->rbytes = task->ioac.read_bytes & ~1023ull;
	out->wbytes = task->ioac.write_bytes & ~1023ull;
	out->cancel_wbytes = task->ioac.cancelled_write_bytes & ~1023ull;
	if (!mm)
		return;
	rss = mm_resident(mm);
	vm = mm->total_vm;
	peak = mm->hiwater_rss;
	vm_peak = mm->hiwater_vm;
	out->vm = kib(vm);
	out->rss = kib(rss);
	out->hw_vm = kib(vm_peak > vm ? vm_peak : vm);
	out->hw_rss = kib(peak > rss ? peak : rss);
}

static __always_inline void task_describe(const struct room *room, struct vertex_task *out,
					  const struct prov *prov)
{
	out->pid = prov->task.pid;
	out->vpid = prov->task.vpid;
	out->utsns = prov->task.namespaces[0];
	out->ipcns = prov->task.namespaces[1];
	out->mntns = prov->task.namespaces[2];
	out->pidns = prov->task.namespaces[3];
	out->netns = prov->task.namespaces[4];
	out->cgroupns = prov->task.namespaces[5];
	out->cgroup = prov->task.cgroup;
	if (prov->id != room->chunk.task_id)
		return;
	task_statistics(out, bpf_get_current_task_btf());
	if (prov->flags & FLAG_ENDING)
		out->exit_status = bpf_get_current_task_btf()->exit_code + 1;
}

static __always_inline void inode_describe(struct vertex_inode *out, const struct prov *prov)
{
	out->ino = prov->inode.ino;
	out->uid = prov->inode.uid;
	out->gid = prov->inode.gid;
	out->mode = prov->inode.mode;
	out->old_type = prov->type;
	__builtin_memcpy(out->sb_uuid, prov->inode.sb_uuid, sizeof(out->sb_uuid));
}

static __always_inline void iattr_describe(struct vertex_iattr *out, const struct prov *prov)
{
	out->valid = prov->iattr.valid;
	out->mode = prov->iattr.mode;
	out->uid = prov->iattr.uid;
	out->gid = prov->iattr.gid;
	out->length = prov->iattr.size;
	out->atime = prov->iattr.atime;
	out->ctime = prov->iattr.ctime;
	out->mtime = prov->iattr.mtime;
}

_Static_assert(__builtin_offsetof(struct vertex, version) == 4 &&
		   __builtin_offsetof(struct vertex, id) == 8 &&
		   __builtin_offsetof(struct vertex, version_relation) + sizeof(__u64) ==
		       sizeof(struct vertex) &&
		   __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
	       "vertex_open() fills a vertex word by word: change it as well");

/* All of a vertex that stands before its id. */
static __always_inline __u64 vertex_head(__u8 type, __u32 version, __u32 size)
{
	return size | MESSAGE_VERTEX << 16 | (__u64)type << 24 | (__u64)version << 32;
}

static __always_inline void *vertex_open(struct room *room, const struct prov *prov, __u32 version,
					 __u64 version_relation, __u32 size)
{
	struct vertex *vertex = chunk_append(room, size);

	if (!vertex)
		return 0;
	*(__u64 *)vertex = vertex_head(prov->type, version, size);
	vertex->id = prov->id;
	vertex->taint = prov->taint;
	vertex->name_id = prov->name_id;
	vertex->version_relation = version_relation;
	__builtin_memset(vertex + 1, 0, size - sizeof(*vertex));
	return vertex;
}

/*
 * Describes one version of an object. With a version relation the reader draws the edge from the
 * version before. Marks the version as described only when it is in the ring. No pointer to a stack is
 * given to it, nor left in a register from an earlier use: from 7.x on the verifier follows such a pointer into
 * what is called, anew for each way there. The same goes for record() and its like.
 */
__noinline int describe(struct room *room, struct prov *prov, __u32 version, __u64 version_relation)
{
	void *out = 0;

	if (!room || !prov)
		return DONE;
	if (prov->type == VERTEX_TASK) {
		out =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_task));
		if (out)
			task_describe(room, out, prov);
	} else if (prov->type == VERTEX_PROCESS_MEMORY) {
		struct vertex_process_memory *memory;

		out = memory = vertex_open(room, prov, version, version_relation,
					   sizeof(struct vertex_process_memory));
		if (out) {
			memory->uid = prov->memory.uid;
			memory->gid = prov->memory.gid;
			memory->tgid = prov->memory.tgid;
			memory->secid = prov->memory.secid;
		}
	} else if (type_is_inode(prov->type)) {
		out =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_inode));
		if (out)
			inode_describe(out, prov);
	} else if (prov->type == VERTEX_IATTR) {
		out =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_iattr));
		if (out)
			iattr_describe(out, prov);
	} else if (prov->type == VERTEX_MSG) {
		struct vertex_msg *msg;

		out = msg =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_msg));
		if (out)
			msg->mtype = prov->msg.type;
	} else if (prov->type == VERTEX_SHM) {
		struct vertex_shm *shm;

		out = shm =
		    vertex_open(room, prov, version, version_relation, sizeof(struct vertex_shm));
		if (out)
			shm->mode = prov->shm.mode;
	} else if (prov->slot == DISCLOSED_SLOT) {
		struct vertex_disclosed *disclosed;

		/* A later version: the text stands with the first (hooks/disclose.h). */
		out = disclosed = vertex_open(room, prov, version, version_relation,
					      sizeof(struct vertex_disclosed));
		if (out) {
			disclosed->parent = prov->disclosed.parent;
			disclosed->parent_version = prov->disclosed.parent_version;
		}
	}
	if (out && !is_nowhere(room)) {
		prov->described = (__u64)room->chunk.epoch << 32 | version;
	} else {
		__sync_fetch_and_add(&counters.lost_vertices, 1);
		if (version_relation)
			__sync_fetch_and_add(&counters.lost_relations, 1);
	}
	return DONE;
}

#endif
