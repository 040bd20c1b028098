/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Path vertices. A name is walked from the leaf to the root and written as it is found, component by
 * component; the reader turns it round. Its id is the djb2 hash of the whole text
 * (graph-model.md 2.3, bytes signed), computed piecewise on the way:
 * hash = 5381 * 33^length + sum of byte[i] * 33^(length - 1 - i).
 */
#ifndef CAMFLOW_PROV_NAME_H
#define CAMFLOW_PROV_NAME_H

#define NAME_COMPONENTS 128
#define NAME_BYTES 4096
#define COMPONENT_BYTES 256

struct name_message {
	struct chunk chunk;
	struct vertex_path path;
};

#define NAME_HEAD sizeof(struct name_message)

/* Where in a scratch buffer the state of the walk lies: no stack has room for it. */
#define WALK_AT 16384

struct walk {
	struct dentry *dentry;
	struct mount *mount; /* mount whose root was reached last */
	struct dentry *root; /* of the process: the walk ends there */
	__u64 sum;
	__u64 weight; /* 33^(bytes so far) */
	__u32 used;
	__u32 components;
	__u32 flags;
};

#define POWER_2 (33ull * 33)
#define POWER_4 (POWER_2 * POWER_2)
#define POWER_8 (POWER_4 * POWER_4)
/* What eight bytes of 128 are as a polynomial in 33. */
#define EIGHT_BIASES (128ull * (34 * (1 + POWER_2) * (1 + POWER_4)))

/* Eight bytes of ASCII as a polynomial in 33, their first one highest: in pairs, these in fours, and these in one. */
static __always_inline __u64 ascii_hash(__u64 bytes)
{
	bytes = (bytes & 0x00ff00ff00ff00ffull) * 33 + (bytes >> 8 & 0x00ff00ff00ff00ffull);
	bytes = (bytes & 0x0000ffff0000ffffull) * POWER_2 + (bytes >> 16 & 0x0000ffff0000ffffull);
	return (bytes & 0xffffffff) * POWER_4 + (bytes >> 32);
}

/* The same of any eight bytes. They are signed: each is raised by 128, and all that is taken off at the end. */
static __always_inline __u64 eight_hash(__u64 bytes)
{
	return ascii_hash(bytes ^ 0x8080808080808080ull) - EIGHT_BIASES;
}

/*
 * djb2 of a piece of text in a scratch buffer, begun at 0 instead of 5381. The rest is found by a mask of its
 * own and not by where the loop stopped: else the verifier walks it once for each place where it may have
 * stopped.
 */
__noinline __u64 text_hash(__u32 scratch_index, __u32 at, __u32 length)
{
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &scratch_index);
	__u32 whole = length & (COMPONENT_BYTES - 8);
	const signed char *text;
	__u64 hash = 0;

	if (!scratch || at > SCRATCH_BYTES - COMPONENT_BYTES)
		return 0;
	text = (const signed char *)scratch->bytes + at;
	for (__u32 i = 0; i < whole && i < COMPONENT_BYTES; i += 8)
		hash = hash * POWER_8 + eight_hash(*(const __u64 *)(text + i));
	barrier_var(length);
	whole = length & (COMPONENT_BYTES - 8);
	for (__u32 i = 0; i < 7 && i < (length & 7); i++)
		hash = hash * 33 + (__u64)(__s64)text[whole + i];
	return hash;
}

/* base^length, for components of up to 255 bytes; without branches, which the verifier would all walk */
static __always_inline __u64 power_of(__u64 base, __u32 length)
{
	__u64 weight = 1, power = base;

	for (int bit = 0; bit < 8; bit++) {
		weight *= 1 + (power - 1) * (length >> bit & 1);
		power *= power;
	}
	return weight;
}

static __always_inline void walk_add_byte(struct walk *walk, signed char byte)
{
	walk->sum += (__u64)(__s64)byte * walk->weight;
	walk->weight *= 33;
}

/* One step towards the root. @return 1 when the walk is over */
static long walk_step(__u32 step, void *scratch_index)
{
	__u32 index = *(__u32 *)scratch_index, used;
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &index);
	struct dentry *dentry, *parent;
	struct walk *walk;
	char *text;
	long size;

	if (!scratch)
		return 1;
	walk = (void *)scratch + WALK_AT;
	dentry = walk->dentry;
	used = walk->used;
	if (dentry == walk->root)
		return 1;
	parent = READ(dentry, d_parent);
	if (!parent)
		return 1;
	if (parent == dentry) {
		struct mount *mount = walk->mount, *above;

		if (!mount)
			mount = sb_first_mount(READ(dentry, d_sb));
		if (!mount)
			return 1;
		above = READ(mount, mnt_parent);
		if (above == mount || !above)
			return 1;
		walk->dentry = READ(mount, mnt_mountpoint);
		walk->mount = 0;
		return 0;
	}
	if (used > NAME_HEAD + NAME_BYTES - COMPONENT_BYTES) {
		walk->flags |= PATH_CUT;
		return 1;
	}
	text = (char *)scratch->bytes + used;
	size = bpf_probe_read_kernel_str(text, COMPONENT_BYTES, READ(dentry, d_name.name));
	if (size <= 1) {
		COUNT_FAILURE(read_kernel);
		return 1;
	}
	walk->sum += text_hash(index, used, size - 1) * walk->weight;
	walk->weight *= power_of(33, size - 1);
	walk_add_byte(walk, '/');
	walk->used = used + size;
	walk->components++;
	walk->dentry = parent;
	return 0;
}

static __always_inline bool dentry_hashed(struct dentry *dentry)
{
	return READ(dentry, d_hash.pprev) != 0;
}

static __always_inline bool dentry_is_root(struct dentry *dentry)
{
	return READ(dentry, d_parent) == dentry;
}

/* Any name the inode has: its first alias. */
static __always_inline struct dentry *inode_alias(struct inode *inode)
{
	struct hlist_node *first = READ(inode, i_dentry.first);

	if (!first)
		return 0;
	return dentry_of_alias(first);
}

static const char deleted[] = " (deleted)";

/*
 * Writes the path vertex of a dentry into a scratch buffer, as a chunk.
 * @return the id of the path; 0 when there is no name
 */
__noinline __u64 name_write(__u32 index, __u64 dentry_address, __u64 task_id, __u32 epoch, bool exe)
{
	struct dentry *dentry = (void *)dentry_address;
	struct task_struct *current = bpf_get_current_task_btf();
	struct name_message *message = bpf_map_lookup_elem(&scratches, &index);
	struct walk *walk;
	__u64 size;

	if (!message)
		return 0;
	walk = (void *)message + WALK_AT;
	*walk = (struct walk){
	    .dentry = dentry, .weight = 1, .used = NAME_HEAD, .flags = PATH_COMPONENTS};
	walk->root = READ(current, fs, root.dentry);
	if (exe && !dentry_hashed(dentry) && !dentry_is_root(dentry)) {
		walk->flags |= PATH_DELETED;
		for (int i = sizeof(deleted) - 2; i >= 0; i--)
			walk_add_byte(walk, deleted[i]);
	}
	bpf_loop(NAME_COMPONENTS, walk_step, &index, 0);
	if (!walk->components)
		walk_add_byte(walk, '/');
	if (walk->flags & PATH_CUT)
		COUNT_FAILURE(path_cut);
	size = (walk->used + 7) & ~7u;
	chunk_head(&message->chunk, size, task_id, epoch);
	__builtin_memset(&message->path, 0, sizeof(message->path));
	message->path.vertex.message.kind = MESSAGE_VERTEX;
	message->path.vertex.message.type = VERTEX_PATH;
	message->path.vertex.message.size = size - sizeof(struct chunk);
	message->path.vertex.id = 5381 * walk->weight + walk->sum;
	message->path.length = walk->used - NAME_HEAD;
	message->path.components = walk->components;
	message->path.flags = walk->flags;
	return message->path.vertex.id;
}

/*
 * The inode's name for an entity that has none yet in this epoch; pipes, sockets and deleted files have
 * none at all, and are not asked again.
 */
static __always_inline __u64 name_of_inode(struct prov *entity, struct inode *inode, __u32 epoch)
{
	struct dentry *dentry;

	if (entity->named == epoch)
		return 0;
	dentry = inode_alias(inode);
	if (dentry &&
	    (dentry_hashed(dentry) || (entity->type == VERTEX_DIRECTORY && dentry_is_root(dentry))))
		return (__u64)dentry;
	entity->named = epoch;
	return 0;
}

static __always_inline __u64 name_of_program(struct task_struct *task)
{
	return (__u64)READ(task, mm, exe_file, f_path.dentry);
}

#endif
