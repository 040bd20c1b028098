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
/* A socket whose packets are recorded with their content */
#define FLAG_RECORD_PACKET (1u << 3)
/* Ours: the task belongs to the tree of `camflow run`; counted in counters.members */
#define FLAG_MEMBER (1u << 16)
/* Ours: the task ends, and its description tells how */
#define FLAG_ENDING (1u << 17)

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

/* Bits of control.targets: the kinds of targets that there are. Nothing looks for one that is not there. */
#define TARGET_USER (1u << 0)
#define TARGET_GROUP (1u << 1)
#define TARGET_SECCTX (1u << 2)
#define TARGET_CGROUP (1u << 3)
#define TARGET_NAMESPACE (1u << 4)
#define TARGET_INGRESS (1u << 5)
#define TARGET_EGRESS (1u << 6)

/*
 * Section .data.control. The policy in force is slots[generation & 1]: user space fills the other
 * slot, then adds one to generation, so an operation sees the old or the new policy, never half.
 */
enum scope {
	SCOPE_NOTHING, /* capture is off, or nothing was ever tracked */
	SCOPE_TRACKED,
	SCOPE_OWNED, /* the same, and a target by owner may make any inode tracked */
	SCOPE_ALL,
};

/* How the programs are attached. */
enum capture_mode { CAPTURE_UNKNOWN, CAPTURE_LSM, CAPTURE_FENTRY, CAPTURE_TRACEPOINT };

/* Security modules whose contexts can be read. */
enum security_module { SECURITY_NONE, SECURITY_APPARMOR };

struct control {
	__u32 generation;
	__u32 epoch;
	__u32 object_limit; /* objects whose state is kept at once, OBJECTS at most */
	__u32 targets;	    /* TARGET_* */
	__u32 target_slot;  /* which of the two lists in the map target_lists is in force */
	__u32 machine_id;   /* the two numbers of every identifier; kept here for those who read */
	__u32 boot_id;
	__u32 scope; /* of the policy and targets in force, for the quickest way out */
	/* Whether any object, and any inode, ever was tracked; see hint_set(). */
	__u32 tracked_objects;
	__u32 tracked_inodes;
	__u32 persists;	       /* whether files whose flags have grown are told through `unsaved` */
	__u32 security_module; /* SECURITY_*; set before anything attaches */
	__u32 buffer_exponent; /* [relay] of the file in force; kept here for those who read */
	__u32 buffer_count;
	__u32 ring_bytes; /* what those cannot ask for who may not open the ring */
	__u32 mode;	  /* CAPTURE_* */
	__u32 plain;	  /* the policy in force leaves out details only: isPlain() of policy.ts */
	__u32 pad;
	__u64 trackings; /* moves whenever an object becomes tracked; see prov/bystander.h */
	struct policy slots[2];
};

/* Places where a helper can fail; the order is the index into counters.failures. */
#define FAILURES(X)                                                                                \
	X(ring_full)	     /* no room for a chunk: its relations are lost */                     \
	X(objects_full)	     /* no object slot left and none evicted */                            \
	X(task_storage)	     /* task local storage could not be made */                            \
	X(inode_map)	     /* hash entry of an inode could not be made */                        \
	X(memory_map)	     /* credential map entry could not be made */                          \
	X(scratch_busy)	     /* all scratch buffers of this CPU in use */                          \
	X(read_kernel)	     /* a kernel read helper failed */                                     \
	X(read_user)	     /* a user read helper failed (arguments, addresses) */                \
	X(path_cut)	     /* a path had more components or bytes than we walk */                \
	X(name_lost)	     /* a path vertex did not fit into the ring */                         \
	X(arguments_cut)     /* argument strings longer than the buffer */                         \
	X(chunk_full)	     /* a hook made more messages than a chunk holds */                    \
	X(shared_full)	     /* a process has more shared mappings than we follow */               \
	X(file_targets_full) /* no room for the flags of one more file */                          \
	X(ipc_map)	     /* message or segment map entry could not be made */                  \
	X(unsaved_full)	     /* no room to tell of a file whose flags are to be saved */           \
	X(context_lost)	     /* a security context is too long, or one more than we keep */

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
	__u64 objects_reused; /* slots taken again */
	__u64 objects_evicted;
	__u64 members;		 /* live tasks of the tree of `camflow run` */
	__u64 chunks;		 /* chunks submitted */
	__u64 socket_reads_seen; /* 1 once sock_recvmsg has fired: see bpf/hooks/file.h */
	__u64 contexts;		 /* last number given to a security context */
	__u64 inodes_outside;	 /* inodes in the map, for which no bucket had a place */
	__u32 urgent; /* 1: in the ring is what should not wait, and the reader has not taken it */
	__u32 asleep; /* 1: the reader waits for a wake-up, see prov/relay.h */
	__u64 failures[32];
};

/* Who asks: a thread by its number in its own pid namespace. Key of the map requests. */
struct requester {
	__u32 tid;
	__u32 pidns; /* inode number of that pid namespace */
};

/*
 * Map requests: a process or a file whose flags are to be changed or read. Carried out by the programs
 * control_process and control_file, which find it by the thread that runs them.
 */
struct object_request {
	__u32 object; /* process: its number in the requester's pid namespace; file: a descriptor */
	__u32 set;    /* FLAG_* to set */
	__u32 clear;  /* FLAG_* to clear */
	__u32 matched; /* out: threads, or inodes of a file */
	__u64 taint;   /* labels to add; what follows is out */
	__u64 labels;
	__u64 id; /* node id of the memory or inode */
	__u64 ino;
	__u32 dev;
	__u32 slot; /* in `objects` */
	__u32 flags;
	__u32 version;
	__u32 type; /* VERTEX_* */
	__u32 pad;
	__u64 name_id; /* of a file, as well as what follows */
	__u8 sb_uuid[16];
};

/*
 * Map file_targets: flags for files that the kernel has forgotten when it reads them again. The generation
 * tells a file from a later one with its number.
 */
struct file_target {
	__u64 ino;
	__u32 dev; /* as the kernel keeps it: major << 20 | minor */
	__u32 pad;
};

struct file_flags {
	__u32 flags; /* FLAG_* */
	__u32 generation;
	__u64 taint;
};

/* What a target gives to the objects it meets. Values of user_targets, group_targets and their like. */
struct target {
	__u32 flags; /* FLAG_* */
	__u32 order; /* in which it was set; for people */
	__u64 taint;
};

#define CONTEXT_BYTES 256

/* A security context; zeros behind its end. Key of the maps contexts and context_targets. */
struct security_context {
	char text[CONTEXT_BYTES];
};

/* A range of addresses; bytes in network order, those of IPv4 in the last four of address and mask. */
struct address_target {
	__u64 address[2];
	__u64 mask[2];
	struct target target;
	__u16 port; /* network order; 0: any */
	__u16 family;
	__u32 pad;
};

/* Inode numbers of namespaces; 0: any */
struct namespace_target {
	__u32 numbers[6]; /* uts ipc mnt pid net cgroup */
	struct target target;
};

#define TARGET_LIST 256

/* Map target_lists, two entries: targets of which the first that matches counts. */
struct target_lists {
	__u32 ingress_count;
	__u32 egress_count;
	__u32 namespace_count;
	__u32 pad;
	struct address_target ingress[TARGET_LIST];
	struct address_target egress[TARGET_LIST];
	struct namespace_target namespaces[TARGET_LIST];
};

/* A text that an application says is shorter. */
#define DISCLOSURE_BYTES 4096

/* Begins what is said, so that no other reading is taken for it: "disclose". */
#define DISCLOSURE_MAGIC 0x65736f6c63736964ull

enum disclosure_kind {
	DISCLOSE_VERTEX = 1,
	DISCLOSE_RELATION,
	DISCLOSE_LOG,
	DISCLOSE_FILE,
	DISCLOSE_SELF,
};

enum disclosure_result {
	DISCLOSED_NOT, /* the program did not run */
	DISCLOSED_DONE,
	DISCLOSED_DISABLED,
	DISCLOSED_OPAQUE,     /* the task that speaks, or an end, is */
	DISCLOSED_UNKNOWN,    /* an end is no more */
	DISCLOSED_LOST,	      /* no room in the ring */
	DISCLOSED_WANTS_FROM, /* that end has to be said again in this epoch */
	DISCLOSED_WANTS_TO,
	DISCLOSED_CIRCLE, /* into an agent that has passed something on: agents have no versions */
	DISCLOSED_WRONG,  /* what was said has no meaning */
};

/* Where a disclosed vertex is instead of in `objects`. */
#define DISCLOSED_SLOT (~0u)

/* What an application says, in the buffer with which it reads the file `disclose`; its text stands behind it. */
struct disclosure {
	__u64 magic;  /* DISCLOSURE_MAGIC */
	__u64 from;   /* id, 0 for the task that speaks; of a vertex: itself, 0 for a new one */
	__u64 to;     /* as `from`; of DISCLOSE_SELF labels to add */
	__u64 text;   /* filled in by the program: where the text is */
	__u32 length; /* of it, in bytes */
	__u32 kind;   /* DISCLOSE_* */
	__u32 type;   /* VERTEX_DISC_*, RELATION_*_DISC, or the flags that a line or self gives */
	__u32 fd;     /* of DISCLOSE_FILE */
};

/* What takes its place. */
struct disclosure_answer {
	__u64 id;     /* of a vertex or file; of self that of the memory */
	__u64 taint;  /* of a file or self, as all that follows but the result */
	__u32 result; /* DISCLOSED_* */
	__u32 version;
	__u32 flags; /* FLAG_* */
	__u32 type;  /* VERTEX_* */
};

/* Key of the map disclosed: one user's ends are no other's. */
struct disclosed_key {
	__u64 id;
	__u32 uid;
	__u32 pad;
};

#endif
