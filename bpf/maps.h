/* SPDX-License-Identifier: GPL-2.0-only */
/* Every map of the capture: who writes it, its key and value, and why it has its type. */
#ifndef CAMFLOW_MAPS_H
#define CAMFLOW_MAPS_H

/*
 * Objects of the kernel whose state is kept at once, at most. They and the tables that lead to them are variables of
 * the programs, not array maps: to find a place takes five instructions then, not fifteen.
 */
#define OBJECTS (1u << 18)

/* Policy in force; written by user space through mmap, read by every hook. */
struct control control SEC(".data.control") = {
    .epoch = 1,
    .object_limit = OBJECTS,
};

/* Ids given and failures counted; written by the programs, read by user space through mmap. */
struct counters counters SEC(".data.counters") = {};

/* Records on their way to user space. User space sets the size before load. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 << 20);
} relay SEC(".maps");

#define NOWHERE_BYTES 1024

struct nowhere {
	__u8 bytes[NOWHERE_BYTES];
};

/* Where a chunk is written that found no room in the ring; never read. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct nowhere);
} nowhere SEC(".maps");

/* Slots given back, each one more than its number, at the count of those before it: prov/slot.h. */
__u32 free_objects[OBJECTS] SEC(".bss.free_objects");

/* A slot of `objects`, and the node id it must still hold: another id means that it was reused. */
struct handle {
	__u64 id;
	__u32 slot;
	__u32 pad;
};

/* What a task carries besides its vertex. */
struct task_state {
	struct handle task;
	struct handle memory;	/* of the credentials below */
	struct handle traced;	/* memory of the process that it was last allowed to look into */
	__u64 cred;		/* credentials last seen, to spare the look-up in `memories` */
	__u64 nsproxy;		/* namespaces last seen */
	__u64 clone_flags;	/* of the clone that is making this task */
	__u64 creating[2];	/* names for which this task is making an inode: hooks/create.h */
	__u32 creating_type;	/* relation type of that making */
	__u32 ended;		/* its exit was recorded: what it still does makes no vertex */
	__u64 accepting;	/* socket that waits for a connection (socket_accept) */
	struct handle listener; /* where it comes from */
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_state);
} tasks SEC(".maps");

/* Process memory by credential address: the kernel has no local storage for credentials. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, struct handle);
} memories SEC(".maps");

#ifndef MODE_TRACEPOINT
/* Objects whose addresses have the same hash, but for what is kept beside each (prov/bucket.h). */
#define BUCKET_PLACES 4

struct object_bucket {
	__u64 places[BUCKET_PLACES]; /* check << 32 | slot + 1; 0 = free */
};

/* The same in front of it (prov/memory-table.h). */
#define MEMORY_BUCKETS 16384

struct object_bucket memory_buckets[MEMORY_BUCKETS] SEC(".bss.memory_buckets");
#endif

#ifdef MODE_LSM
struct inode_key {
	__u64 address;
};

/*
 * Inodes by their address (number_of): in this mode the end of each is seen. A table of our own in front of
 * the hash map, for making an entry, finding it and taking it away cost an eighth there (prov/inode-table.h);
 * what finds no place in it goes into the map. Not inode storage: that is for LSM programs with a pointer that the
 * verifier trusts only, costs as much as the map, and descriptors and sockets have none.
 */
#define INODE_BUCKETS 131072

struct object_bucket inode_buckets[INODE_BUCKETS] SEC(".bss.inode_buckets");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 262144);
	__type(key, struct inode_key);
	__type(value, struct handle);
} inodes SEC(".maps");
#else
struct inode_key {
	__u64 ino;
	__u32 dev;
	__u32 generation;
};

/* Inodes by what cannot come back with another file: an end may be missed. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 131072);
	__type(key, struct inode_key);
	__type(value, struct handle);
} inodes SEC(".maps");
#endif

/* Messages and shared memory segments by address; a segment also by that of its file's inode. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct handle);
} ipcs SEC(".maps");

/* The machine vertex: the fields that only user space knows, filled in before anything attaches. */
struct machine {
	__u8 fields[sizeof(struct vertex_machine) - sizeof(struct vertex)];
	__u64 id;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct machine);
} machine SEC(".maps");

/* Room for messages that do not fit into a chunk: paths, the machine, argument strings. */
#define SCRATCH_BYTES 36864
#define SCRATCH_COUNT 32

struct scratch {
	__u8 bytes[SCRATCH_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SCRATCH_COUNT);
	__type(key, __u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

/*
 * Paths of directories in which something was named a moment ago (prov/directory.h), by a hash of all that
 * they depend on: what comes next below one needs no walk to the root.
 */
#define DIRECTORIES 1024
#define DIRECTORY_BYTES 168

struct directory {
	__u64 check; /* 0: nothing, or just being written */
	__u64 stem;  /* djb2 of the path and a slash */
	__u32 writing;
	__u16 length; /* of the text */
	__u16 components;
	__u64 text[DIRECTORY_BYTES / 8]; /* as in struct vertex_path, zeros behind */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, DIRECTORIES);
	__type(key, __u32);
	__type(value, struct directory);
} directories SEC(".maps");

/* Requests of threads to change or read the flags of an object; written by them, taken away by them. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct requester);
	__type(value, struct object_request);
} requests SEC(".maps");

/* Flags of files; written by the program control_file, taken away by user space. Saved flags need the room. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, struct file_target);
	__type(value, struct file_flags);
} file_targets SEC(".maps");

/* Paths by which those files were named; only for user space. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4096);
	__type(key, struct file_target);
	__type(value, __u8[4096]);
} file_paths SEC(".maps");

/* Slots of files whose flags have grown since user space has looked: those to be saved. */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 32768);
	__uint(key_size, 0);
	__uint(value_size, sizeof(__u32));
} unsaved SEC(".maps");

/* Targets by uid, gid, cgroup id, security context; written by user space, read where an object appears. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct target);
} user_targets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct target);
} group_targets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct target);
} cgroup_targets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct security_context);
	__type(value, struct target);
} context_targets SEC(".maps");

/* Security contexts that were seen, with the number that records have for each; nothing is taken away. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct security_context);
	__type(value, __u32);
} contexts SEC(".maps");

/* Targets of which the first that matches counts: one list in force, one to write the next. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct target_lists);
} target_lists SEC(".maps");

/*
 * Ends of disclosed relations: vertices, and of files the slot. Not in `objects`: nobody tells when an
 * application has no more use for one, so the one that was longest not spoken of makes room.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct disclosed_key);
	__type(value, struct prov);
} disclosed SEC(".maps");

#endif
