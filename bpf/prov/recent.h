/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way out before any helper is called: "this very flow is already in the graph" and "nobody here
 * is tracked". See docs/adr/0002.
 *
 * A flow is remembered by a 64-bit signature of everything it depends on: task, credentials, inode,
 * what was done, the policy and epoch, and the stamps of the objects whose change would make it a new
 * flow. One word per flow is read and written at once, so there is nothing to lock.
 */
#ifndef CAMFLOW_PROV_RECENT_H
#define CAMFLOW_PROV_RECENT_H

#define STAMPS 65536
#define RECENT 32768

/* What an inode's flows are known by is read as one word. */
struct moves {
	__u32
	    stamp; /* moves when an object takes a new version (inode) or a new inflow (task, memory) */
	__u32
	    birth; /* moves when an inode begins or ends: another one at its address is not taken for it */
} __attribute__((aligned(8)));

struct moves moves[STAMPS];

#define HINT_FLAGGED 1	/* some object here is tracked or opaque */
#define HINT_TRACKED 16 /* some object here is tracked */
#define HINT_CREATING 2 /* the task is between asking for an inode and getting it */
#define HINT_SHARED 4	/* the memory has shared mappings */
#define HINT_MAPPED 8	/* the inode is mapped shared by somebody */
__u8 hints[STAMPS];

/* Moves when something flows into an inode that is mapped shared: whoever maps it may know more now. */
__u32 shared_inflows;

__u64 recent[RECENT];

#define MIX 0x9e3779b97f4a7c15ull

/*
 * The address of a kernel object as a number. For the verifier: it lets no arithmetic touch a kernel
 * pointer, but forgets what an atomic exchange has put on the stack.
 */
static __always_inline __u64 address_of(const void *object)
{
	volatile __u64 cell = 0;

	__sync_lock_test_and_set(&cell, (__u64)object);
	return cell;
}

/*
 * A number that stands for a kernel object in a hash: its address less a constant. Two instructions,
 * where address_of() takes five; for pointers that the verifier knows as such.
 */
static __always_inline __u64 number_of(const void *object)
{
	__u64 number = (__u64)object;

	asm("%0 -= %1" : "+r"(number) : "r"(&control));
	return number;
}

/* The stamp of what stands at a place: the places of objects are spread over all 64 bits. */
static __always_inline __u16 stamp_of_place(__u64 place)
{
	return place >> 48;
}

static __always_inline __u16 stamp_at(__u64 number)
{
	return stamp_of_place(number * MIX);
}

static __always_inline __u16 stamp_of(const void *object)
{
	return stamp_at(number_of(object));
}

/* The same for a pointer that the verifier takes for a number. */
static __always_inline __u64 number_of_any(const void *object)
{
	return address_of(object) - address_of(&control);
}

/*
 * An inode's index survives its eviction from the inode cache: it is made of its number. Sockets are never
 * evicted, and a hook that is given a socket gets at the address of its inode without a read.
 */
static __always_inline __u64 place_of_file(__u64 sb, __u64 ino)
{
	return (sb >> 6 ^ ino) * MIX;
}

static __always_inline __u64 place_of_inode_on(const struct super_block *sb,
					       const struct inode *inode)
{
	if ((inode->i_mode & S_IFMT) == S_IFSOCK)
		return number_of(inode) * MIX;
	return place_of_file(number_of(sb), inode->i_ino);
}

static __always_inline __u64 place_of_inode(const struct inode *inode)
{
	return place_of_inode_on(inode->i_sb, inode);
}

static __always_inline __u16 stamp_of_inode(const struct inode *inode)
{
	return stamp_of_place(place_of_inode(inode));
}

/* The same for an inode that the verifier does not let us dereference. */
static __always_inline __u64 place_of_any_inode(struct inode *inode)
{
	__u64 base = address_of(&control);

	if ((READ(inode, i_mode) & S_IFMT) == S_IFSOCK)
		return (address_of(inode) - base) * MIX;
	return place_of_file((__u64)READ(inode, i_sb) - base, READ(inode, i_ino));
}

static __always_inline __u16 stamp_of_any_inode(struct inode *inode)
{
	return stamp_of_place(place_of_any_inode(inode));
}

/* Of a task and its memory. */
static __always_inline __u8 hints_of_task(const struct task_struct *task)
{
	return hints[stamp_of(task)] | hints[stamp_of(UNTRUSTED(task)->real_cred)];
}

static __always_inline const struct policy *policy_now(void)
{
	return &control.slots[control.generation & 1];
}

/*
 * What a policy says of compression and versions. Mostly it is plain: nothing is left out (but details) and
 * nothing said twice, and one look tells that for all of it.
 */
static __always_inline bool edges_compressed(void)
{
	return control.plain || policy_now()->compress_edge;
}

/* Whether a flow that is in the graph is not recorded again. */
static __always_inline bool repeats_left_out(void)
{
	return control.plain || (policy_now()->compress_edge && !policy_now()->duplicate);
}

static __always_inline bool nodes_compressed(void)
{
	return control.plain || policy_now()->compress_node;
}

static __always_inline bool versions_made(void)
{
	return control.plain || policy_now()->versioning;
}

/*
 * Which of moves[] an inode's flows are known by. Where the end of every inode is seen its address says
 * enough, and nothing of an inode has to be read to know a flow; elsewhere its number has to.
 */
#ifdef MODE_LSM
static __always_inline __u16 move_of_inode(const struct prov *prov)
{
	return stamp_at(prov->inode.key.address);
}

#define FRONT_PLACE(inode) (number_of(inode) * MIX)
#define FRONT_PLACE_ANY(inode) (number_of_any(inode) * MIX)
#else
static __always_inline __u16 move_of_inode(const struct prov *prov)
{
	return prov->stamp;
}

#define FRONT_PLACE(inode) place_of_inode(inode)
#define FRONT_PLACE_ANY(inode) place_of_any_inode(inode)
#endif

static __always_inline __u16 move_of(const struct prov *prov)
{
	return type_is_inode(prov->type) ? move_of_inode(prov) : prov->stamp;
}

static __always_inline void stamp_move(struct prov *prov)
{
	moves[move_of(prov)].stamp++;
}

/* Large and odd, and nothing to do with MIX: else many small steps would look like other credentials. */
#define TRACKING_STEP 0xd1342543de82ef95ull

/* Nobody that was not tracked before is known not to be any more: bystander.h. */
static __always_inline void tracking_moved(void)
{
	__sync_fetch_and_add(&control.trackings, TRACKING_STEP);
}

/* To be called after the flags of an object have grown. */
static __always_inline void hint_set(struct prov *prov)
{
	hints[prov->stamp] |= HINT_FLAGGED;
	stamp_move(prov);
	if (!(prov->flags & FLAG_TRACKED))
		return;
	hints[prov->stamp] |= HINT_TRACKED;
	tracking_moved();
	control.tracked_objects = 1;
	__sync_val_compare_and_swap(&control.scope, SCOPE_NOTHING, SCOPE_TRACKED);
	if (type_is_inode(prov->type))
		control.tracked_inodes = 1;
}

/* Kinds of files that keep their flags. */
static __always_inline bool type_is_saved(__u8 type)
{
	return type == VERTEX_FILE || type == VERTEX_DIRECTORY || type == VERTEX_LINK;
}

/* A function of its own: its callers have no room left on the stack. */
__noinline int unsaved_push(__u32 slot)
{
	if (bpf_map_push_elem(&unsaved, &slot, 0))
		COUNT_FAILURE(unsaved_full);
	return 0;
}

/* Tells user space of a file with flags that were not there before, or that has got another name. */
static __always_inline void unsaved_note(const struct prov *prov)
{
	if (control.persists && type_is_saved(prov->type))
		unsaved_push(prov->slot);
}

/*
 * What tells a task with its credentials from all others, spread over the upper bits: the part of all signatures
 * that the task is found again by as well (known.h).
 */
static __always_inline __u64 actor_base(const struct task_struct *task)
{
	__u64 base = number_of(task) * MIX + task->start_time;

	return (base * MIX + number_of(task->real_cred)) * MIX;
}

/* What the front of a hook found out. */
struct front {
	__u64 actor; /* actor_base() of the current task */
	__u64 signature;
	__u32 index;
	bool pass; /* false: nothing to do */
};

enum direction { FLOW_IN, FLOW_OUT };

static __always_inline bool nothing_captured(__u32 scope)
{
	return scope == SCOPE_NOTHING;
}

/*
 * The signature of a flow, from which `front` tells whether it is in the graph already: a polynomial in MIX
 * of all that the flow is known by.
 * @inode its address as a number
 * @kind what is done, unique per hook and its argument (mask, command); 0: never repeated
 * FLOW_IN (inode to task) is known as long as the inode has the same version; FLOW_OUT (task to
 * inode) as long as nothing new has flowed into the task or its memory.
 */
static __always_inline struct front front_open_at(const struct task_struct *task, __u64 inode,
						  __u64 place, __u32 kind, enum direction direction)
{
	__u16 i = stamp_of_place(place), t = stamp_of(task), c = stamp_of(task->real_cred);
	struct front front = {.actor = actor_base(task), .pass = true};
	__u64 h = front.actor + inode, what;

	if (!kind)
		return front;
#ifndef MODE_LSM
	/* The place too: an inode at the address of one that is gone has another number. */
	h += place;
#endif
	what = task->self_exec_id << 32 ^ kind;
	/* Else the compiler would multiply the parts of `kind` by themselves. */
	barrier_var(what);
	h = (h * MIX + what) * MIX;
	front.index = h >> 49;
	h += *(__u64 *)&control;
	if (direction == FLOW_IN) {
		h = h * MIX + *(__u64 *)&moves[i];
	} else {
		h = h * MIX + moves[i].birth;
		h = h * MIX + ((__u64)moves[t].stamp << 32 | moves[c].stamp);
		if (hints[c] & HINT_SHARED)
			h = h * MIX + shared_inflows;
	}
	front.signature = h;
	if (recent[front.index & (RECENT - 1)] == h)
		front.pass = false;
	return front;
}

static __always_inline struct front front_open(struct inode *inode, __u32 kind,
					       enum direction direction)
{
	return front_open_at(bpf_get_current_task_btf(), number_of(inode), FRONT_PLACE(inode), kind,
			     direction);
}

/* The same for an inode that the verifier does not let us dereference. */
static __always_inline struct front front_open_any(struct inode *inode, __u32 kind,
						   enum direction direction)
{
	return front_open_at(bpf_get_current_task_btf(), number_of_any(inode),
			     FRONT_PLACE_ANY(inode), kind, direction);
}

/* The same for the inode of a socket. */
static __always_inline struct front front_open_socket(const struct inode *inode, __u32 kind,
						      enum direction direction)
{
	__u64 number = number_of(inode);

	return front_open_at(bpf_get_current_task_btf(), number, number * MIX, kind, direction);
}

/*
 * To be called after the flow was recorded whole. Where a repeated flow is recorded again nothing is
 * remembered, so that nobody has to ask the policy before he looks: its generation is in each signature.
 */
static __always_inline void front_close(const struct front *front)
{
	if (repeats_left_out())
		recent[front->index & (RECENT - 1)] = front->signature;
}

#endif
