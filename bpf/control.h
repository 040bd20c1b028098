/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What user space and the programs share besides records: the policy, the counters, the requests.
 * src/kernel/control.ts is the other half; test/layout compares the two.
 */
#ifndef CAMFLOW_CONTROL_H
#define CAMFLOW_CONTROL_H

/* Bits of an object's flags (camflow's internal_flag, same positions) */
#define FLAG_TRACKED (1u << 0)
#define FLAG_OPAQUE (1u << 1)
#define FLAG_PROPAGATE (1u << 2)
/* Ours: the task belongs to the tree of `camflow run`; counted in counters.members */
#define FLAG_MEMBER (1u << 16)

/* One complete capture policy. Filters are masks over the subtype bits (1 << bit number). */
struct policy {
	__u64 node_filter;
	__u64 propagate_node_filter;
	__u64 derived_filter;
	__u64 generated_filter;
	__u64 used_filter;
	__u64 informed_filter;
	__u64 propagate_derived_filter;
	__u64 propagate_generated_filter;
	__u64 propagate_used_filter;
	__u64 propagate_informed_filter;
	__u8 enabled;
	__u8 all;
	__u8 versioning;
	__u8 compress_node;
	__u8 compress_edge;
	__u8 duplicate;
	__u8 pad[2];
};

/*
 * Section .data.control. The policy in force is slots[generation & 1]: user space fills the other
 * slot, then adds one to generation, so an operation sees the old or the new policy, never half.
 */
struct control {
	__u32 generation;
	__u32 epoch;
	__u32 object_limit; /* objects the map can hold, set before load */
	__u32 pad;
	struct policy slots[2];
};

/* Places where a helper can fail; the order is the index into counters.failures. */
#define FAILURES(X)                                                                                \
	X(ring_full)	 /* no room for a chunk: its relations are lost */                         \
	X(objects_full)	 /* no object slot left and none evicted */                                \
	X(task_storage)	 /* task local storage could not be made */                                \
	X(inode_storage) /* inode local storage or hash entry could not be made */                 \
	X(memory_map)	 /* credential map entry could not be made */                              \
	X(scratch_busy)	 /* all scratch buffers of this CPU in use */                              \
	X(read_kernel)	 /* a kernel read helper failed */                                         \
	X(read_user)	 /* a user read helper failed (arguments, addresses) */                    \
	X(path_cut)	 /* a path had more components or bytes than we walk */                    \
	X(name_lost)	 /* a path vertex did not fit into the ring */                             \
	X(arguments_cut) /* argument strings longer than the buffer */                             \
	X(chunk_full)	 /* a hook made more messages than a chunk holds */                        \
	X(shared_full)	 /* a process has more shared mappings than we follow */

enum failure {
#define FAILURE_ENUM(name) FAILURE_##name,
	FAILURES(FAILURE_ENUM)
#undef FAILURE_ENUM
	    FAILURE_COUNT
};

/* Section .data.counters (libbpf 1.1 knows no .bss.*) */
struct counters {
	__u64 node_ids;	      /* last node id given */
	__u64 relation_ids;   /* last relation id given: ids 1..relation_ids are dense */
	__u64 lost_relations; /* relations whose chunk found no room in the ring */
	__u64 lost_vertices;  /* vertex descriptions likewise (described again at the next use) */
	__u64 objects_used;   /* object slots ever taken */
	__u64 objects_freed;
	__u64 objects_evicted;
	__u64 members; /* live tasks of the tree of `camflow run` */
	__u64 chunks;  /* chunks submitted */
	__u64 failures[32];
};

/* Map process_request, one entry; read by the iterator program control_process. */
struct process_request {
	__u32 pid;     /* thread-group id as seen in the pid namespace below */
	__u32 pidns;   /* inode number of that pid namespace */
	__u32 set;     /* FLAG_* to set on the tasks and the memory of the process */
	__u32 clear;   /* FLAG_* to clear */
	__u64 taint;   /* labels to add */
	__u32 matched; /* out: threads found */
	__u32 pad;
};

/*
 * Map file_targets: flags that an inode gets the first time it is seen. This, not an iterator, is how
 * a file is made opaque or tracked: only LSM programs reach the state of an inode by its address.
 */
struct file_target {
	__u64 ino;
	__u32 dev; /* as the kernel keeps it: major << 20 | minor */
	__u32 pad;
};

#endif
