/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names without a walk. Most things that get a name stand beside others that have one: the path of their
 * directory is kept, and a name is its last component before that path. docs/adr/0009.
 *
 * What is kept is found by a hash of all that a path depends on (directory_number()): when anything of it
 * changes, it is not found any more, and another one takes its place. Nothing is ever taken back.
 */
#ifndef CAMFLOW_PROV_DIRECTORY_H
#define CAMFLOW_PROV_DIRECTORY_H

#define DIRECTORY_SHIFT 54
#define LEAF_WORDS 8
#define LEAF_BYTES (8 * LEAF_WORDS)
/* The most that a path message takes up which is made of a kept directory. */
#define PATH_MOST (sizeof(struct vertex_path) + LEAF_BYTES + DIRECTORY_BYTES + 8)

/* Of dentry->d_flags: the file system asks somebody else whether the name is still right. */
#define DCACHE_OP_REVALIDATE 4

/* 1 / 33 modulo 2^64 */
#define INVERSE 0x0f83e0f83e0f83e1ull

#define EACH_BYTE 0x0101010101010101ull

/*
 * Moves of directories: asked for by inode_rename, ended when vfs_rename returns. In between nobody can tell
 * which path holds, and where the end is not seen nothing is kept any more.
 */
struct {
	__u32 asked;
	__u32 ended;
	__u32 count;
} directory_moves;

static __always_inline void directory_move_asked(void)
{
	__sync_fetch_and_add(&directory_moves.asked, 1);
}

static __always_inline void directory_move_ended(void)
{
	__sync_fetch_and_add(&directory_moves.count, 1);
	*(volatile __u32 *)&directory_moves.ended = directory_moves.asked;
}

/*
 * A number for the path that a directory has for the current task: of its dentry and inode and the inode's
 * birth (what is at their addresses now), the task's root and its mounts, the moves of directories, and the
 * policy (while capture is off nobody sees them).
 * @return 0 when it cannot be known that this is all
 */
static __always_inline __u64 directory_number(struct dentry *directory)
{
#ifdef MODE_TRACEPOINT
	/* Here no end of an inode is seen, and no move. */
	return 0;
#else
	struct task_struct *task = UNTRUSTED(bpf_get_current_task_btf());
	struct dentry *root = task->fs->root.dentry;
	__u64 mounts = task->nsproxy->mnt_ns->event, number, place;
	struct inode *inode = READ(directory, d_inode);

	if (directory_moves.asked != directory_moves.ended ||
	    (READ(directory, d_flags) & DCACHE_OP_REVALIDATE))
		return 0;
	place = place_of_file((__u64)READ(inode, i_sb) - address_of(&control), READ(inode, i_ino));
	number = (__u64)directory * MIX + place;
	number = number * MIX + moves[stamp_of_place(FRONT_PLACE_ANY(inode))].birth;
	number = number * MIX + number_of(root);
	number = number * MIX + mounts;
	number = number * MIX + directory_moves.count;
	return (number * MIX + *(__u64 *)&control) * MIX;
#endif
}

/* The number of the directory that a name stands in; 0 when it is the top of a file system. */
static __always_inline __u64 directory_above(__u64 dentry_at)
{
	struct dentry *dentry = (void *)dentry_at, *parent = READ(dentry, d_parent);

	return parent && parent != dentry ? directory_number(parent) : 0;
}

static __always_inline struct directory *directory_get(__u64 number)
{
	__u32 index = number >> DIRECTORY_SHIFT;
	struct directory *directory = bpf_map_lookup_elem(&directories, &index);

	return directory && number && directory->check == (number ^ directory->stem) ? directory
										     : 0;
}

/* Whether one of eight bytes is zero or not ASCII. */
static __always_inline bool word_is_odd(__u64 word)
{
	return ((word - EACH_BYTE) | word) & EACH_BYTE << 7;
}

static const __u64 powers[8] = {
    1, 33, POWER_2, POWER_2 * 33, POWER_4, POWER_4 * 33, POWER_4 *POWER_2, POWER_4 *POWER_2 * 33,
};

/*
 * Writes a component of `length` bytes, as far as it is plain ASCII.
 * @return its djb2 behind `hash`, 0 when it is something else
 */
static __always_inline __u64 leaf_write(char *out, const char *name, __u32 length, __u64 hash)
{
	__u32 rest = length & 7;
	__u64 word;

	if (!has_typed_reads() &&
	    bpf_probe_read_kernel_str(out, LEAF_BYTES, name) != (long)length + 1)
		return 0;
	for (__u32 i = 0; i < LEAF_WORDS; i++) {
		if (8 * i + 8 > length)
			break;
		word = has_typed_reads() ? word_at(name + 8 * i) : *(__u64 *)(out + 8 * i);
		if (word_is_odd(word))
			return 0;
		*(__u64 *)(out + 8 * i) = word;
		hash = hash * POWER_8 + ascii_hash(word);
	}
	if (!rest)
		return hash;
	length = (length - rest) & (LEAF_BYTES - 8);
	word = has_typed_reads() ? word_at(name + length) : *(__u64 *)(out + length);
	*(__u64 *)(out + length) = word;
	/* The bytes behind make way for nothing, in front. */
	word <<= 64 - 8 * rest;
	if (word_is_odd(word | EACH_BYTE >> 8 * rest))
		return 0;
	return hash * powers[rest] + ascii_hash(word);
}

/*
 * Appends the path of a dentry whose directory is kept.
 * @return its id; 0 when it is not kept any more, or the name is long or not ASCII: nothing was appended
 */
__noinline __u64 path_append(struct room *room, __u64 dentry_at, __u64 number)
{
	struct directory *directory = directory_get(number);
	struct dentry *dentry = (void *)dentry_at;
	__u32 length = READ(dentry, d_name.len), at, used;
	struct vertex_path *path;
	__u64 id, stem;
	char *text;

	if (!room || !directory || !length || length >= LEAF_BYTES)
		return 0;
	used = room->chunk.used;
	path = chunk_append(room, PATH_MOST);
	if (!path)
		return 0;
	__builtin_memset(path, 0, sizeof(*path));
	text = (char *)path->name;
	stem = directory->stem;
	id = leaf_write(text, (const char *)READ(dentry, d_name.name), length, stem);
	text[length & (LEAF_BYTES - 1)] = 0;
	at = (length & (LEAF_BYTES - 1)) + 1;
	for (__u32 i = 0; i < DIRECTORY_BYTES / 8; i++) {
		*(__u64 *)(text + at + 8 * i) = directory->text[i];
		if (8 * i + 8 > directory->length)
			break;
	}
	path->length = at + directory->length;
	path->components = directory->components + 1;
	path->flags = PATH_COMPONENTS;
	path->vertex.message.size = (sizeof(*path) + path->length + 7) & ~7u;
	path->vertex.message.kind = MESSAGE_VERTEX;
	path->vertex.message.type = VERTEX_PATH;
	path->vertex.id = id;
	barrier();
	if (!id || directory->check != (number ^ stem)) {
		room->chunk.used = used;
		return 0;
	}
	room->chunk.used = used + path->vertex.message.size;
	return id;
}

/* Keeps the path of a directory: what follows the last component of a path that was just written below it. */
static __always_inline void directory_keep(__u64 number, __u32 scratch_index, __u32 leaf)
{
	__u32 index = number >> DIRECTORY_SHIFT, length;
	struct name_message *message = bpf_map_lookup_elem(&scratches, &scratch_index);
	struct directory *directory = bpf_map_lookup_elem(&directories, &index);

	if (!number || !message || !directory || message->path.flags != PATH_COMPONENTS || !leaf ||
	    leaf >= LEAF_BYTES || message->path.length <= leaf)
		return;
	length = message->path.length - leaf - 1;
	if (length > DIRECTORY_BYTES || __sync_lock_test_and_set(&directory->writing, 1))
		return;
	*(volatile __u64 *)&directory->check = 0;
	__builtin_memset(directory->text, 0, sizeof(directory->text));
	bpf_probe_read_kernel(directory->text, length, message->path.name + leaf + 1);
	directory->length = length;
	directory->components = message->path.components - 1;
	directory->stem = (message->path.vertex.id - text_hash(scratch_index, NAME_HEAD, leaf)) *
			  power_of(INVERSE, leaf);
	barrier();
	*(volatile __u64 *)&directory->check = number ^ directory->stem;
	*(volatile __u32 *)&directory->writing = 0;
}

#endif
