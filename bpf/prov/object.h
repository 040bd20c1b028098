/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The provenance state of one kernel object.
 *
 * `state` is the version and the "something has flowed out" bit in one word, changed only by atomic
 * operations: that is what keeps the graph acyclic without a lock (see record.h). An object may end
 * while another CPU, or a program that an interrupt stopped, still draws an edge to it: it keeps its id
 * and is marked as ended.
 */
#ifndef CAMFLOW_PROV_OBJECT_H
#define CAMFLOW_PROV_OBJECT_H

#define STATE_OUTGOING 1ull
#define STATE_ENDED (1ull << 63)
#define STATE_VERSION(state) ((__u32)((state) >> 1))

#define SHARED_MAPPINGS 4
#define SHARED_READ (1u << 30)
#define SHARED_WRITE (1u << 31)
#define SHARED_SLOT 0x3fffffff

#define ORIGIN_MIXED (~0u)
#define COUPLING (~0u)

struct prov {
	__u64 id;	 /* node id; 0 = slot never used */
	__u64 state;	 /* STATE_ENDED | version << 1 | STATE_OUTGOING */
	__u64 described; /* epoch << 32 | version last described in the stream */
	__u64 taint;
	__u64 name_id;	/* path vertex last attached */
	__u64 previous; /* fingerprint of the last edge in, for edge compression */
	__u32 named;	/* epoch of the last naming */
	__u32 flags;	/* FLAG_* */
	__u32 slot;	/* of this object in `objects` */
	__u16 stamp;	/* index into moves[] and hints[] */
	__u8 type;	/* VERTEX_* */
	__u8 changed;	/* attributes differ from those described: a version is due */
	__u32 reader;	/* inodes and memory: the task that knows all of it; see reader.h */
	union {
		__u32 origin; /* inodes: of all that ever flowed in */
		__u32 label;  /* memory: what told its security context; label_mark() */
	};
	union {
		struct {
			__u32 pid;
			__u32 vpid;
			__u32 namespaces[6];   /* uts ipc mnt pid net cgroup */
			__u32 cgroup;	       /* inode number of its control group */
			__u32 machine_version; /* of the last ran_on */
			/* the memory that `coupled_from`, a version of this task, has flowed into */
			__u32 coupled_id; /* low half of its id; 0 = none */
			__u32 coupled_slot;
			__u32 coupled_version; /* COUPLING while it is being found out */
			__u32 coupled_from;
		} task;
		struct {
			__u32 uid;
			__u32 gid;
			__u32 tgid;
			__u32 secid;
			/* inodes this memory has mapped shared: slot | SHARED_*, low half of the id */
			__u32 shared[SHARED_MAPPINGS];
			__u32 shared_id[SHARED_MAPPINGS];
			__u16
			    shared_seen[SHARED_MAPPINGS]; /* version taken in, plus one; 0 = none */
		} memory;
		struct {
#ifdef MODE_LSM
			struct inode_key key; /* see inode-table.h */
#endif
			__u64 ino;
			__u8 sb_uuid[16];
			__u32 dev;
			__u32 generation;
			__u32 uid;
			__u32 gid;
			__u16 mode;
			__u8 read_types;
			__u8 pad;
		} inode;
		struct {
			__u64 size;
			__s64 atime;
			__s64 ctime;
			__s64 mtime;
			__u32 valid;
			__u32 uid;
			__u32 gid;
			__u16 mode;
		} iattr;
		struct {
			__s64 type;
		} msg;
		struct {
			__u16 mode;
		} shm;
		struct {
			__u32 length;
		} address;
		struct {
			__u64 parent; /* the task that said it */
			__u32 parent_version;
		} disclosed;
	};
} __attribute__((aligned(128))); /* two cache lines: src/kernel/object-table.ts */

/* The provenance state of every kernel object that was seen, by slot: one is reached from another by a number. */
struct prov objects[OBJECTS] SEC(".bss.objects");

_Static_assert(__builtin_offsetof(struct prov, name_id) == 32 &&
		   __builtin_offsetof(struct prov, flags) == 52 &&
		   __builtin_offsetof(struct prov, type) == 62,
	       "src/kernel/unsaved.ts reads these members: change it as well");
_Static_assert(sizeof(struct prov) == 128, "two cache lines per object: shrink the union");

/* What is in a slot, whose number need not be right: the caller knows by the id whether it is what he meant. */
static __always_inline struct prov *object_at(__u32 slot)
{
	struct prov *prov = &objects[slot & (OBJECTS - 1)];

	/* Else the compiler would work the place out again for each member. */
	barrier_var(prov);
	return prov;
}

static __always_inline __u64 node_id_next(void)
{
	return __sync_fetch_and_add(&counters.node_ids, 1) + 1;
}

static __always_inline __u64 relation_id_next(void)
{
	return __sync_fetch_and_add(&counters.relation_ids, 1) + 1;
}

/* Of an object that was there: a slot that was never used has id and type 0, and nobody asks for these. */
static __always_inline bool object_lives(const struct prov *prov)
{
	return !(prov->state & STATE_ENDED);
}

static __always_inline struct prov *object_get(const struct handle *handle)
{
	struct prov *prov;

	if (!handle->id)
		return 0;
	prov = object_at(handle->slot);
	if (prov->id != handle->id || !object_lives(prov))
		return 0;
	return prov;
}

static __always_inline bool type_is_inode(__u8 type)
{
	return type >= VERTEX_INODE_UNKNOWN && type <= VERTEX_SOCKET;
}

#endif
