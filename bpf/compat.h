/* SPDX-License-Identifier: GPL-2.0-only */
/* Kernel differences, one accessor each. Hooks never ask for a kernel version. */
#ifndef CAMFLOW_COMPAT_H
#define CAMFLOW_COMPAT_H

/* Constants of the kernel that BTF does not carry. */
#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define S_IFLNK 0120000
#define S_IFREG 0100000
#define S_IFBLK 0060000
#define S_IFDIR 0040000
#define S_IFCHR 0020000
#define S_IFIFO 0010000
#define S_ISDIR(mode) (((mode)&S_IFMT) == S_IFDIR)
#define MAY_EXEC 1
#define MAY_WRITE 2
#define MAY_READ 4
#define MAY_APPEND 8
#define MAY_OPEN 32
#define VM_SHARED 8ul
#define MAP_SHARED 1
#define MAP_TYPE 0xf
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define FMODE_WRITE 2
#define FMODE_CREATED 0x100000
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define SOCK_DGRAM 2
#define PF_EXITING 0x00000004
#define PF_KTHREAD 0x00200000
#define SIGIO 29

/* Modules that the kernel unpacks itself have a number of their own since 6.16. */
#define READING_MODULE_COMPRESSED 7

/* Resident set counters: an array of atomics until 6.1, per-CPU counters since 6.2 (f1a7941243c1). */
struct mm_struct___array {
	struct {
		atomic_long_t count[4];
	} rss_stat;
} __attribute__((preserve_access_index));

/* Pages in memory: files, anonymous, shared; the fourth counter (swap) is left out. */
static __always_inline __u64 mm_resident(struct mm_struct *mm)
{
	struct mm_struct___array *old = (void *)mm;
	__s64 counts[4] = {};

	if (bpf_core_field_exists(old->rss_stat.count)) {
		bpf_core_read(counts, sizeof(counts), &old->rss_stat.count);
		return counts[0] + counts[1] + counts[3];
	}
	return mm->rss_stat[0].count + mm->rss_stat[1].count + mm->rss_stat[3].count;
}

/* mount list of a superblock: list_head of mount.mnt_instance until 6.17, then a chain of mounts. */
struct mount___list {
	struct list_head mnt_instance;
} __attribute__((preserve_access_index));

struct super_block___list {
	struct list_head s_mounts;
} __attribute__((preserve_access_index));

struct mount___chain {
	struct mount___chain *mnt_next_for_sb;
} __attribute__((preserve_access_index));

struct super_block___chain {
	struct mount___chain *s_mounts;
} __attribute__((preserve_access_index));

/* Mounts of a superblock that are looked at. */
#define SB_MOUNTS 256

/* One step along the chain. @return 1 at its end */
static long chain_step(__u32 step, void *context)
{
	struct mount___chain **mount = context, *next = READ(*mount, mnt_next_for_sb);

	if (!next)
		return 1;
	*mount = next;
	return 0;
}

/*
 * The chain has the newest first; it may be a part of the file system somewhere else, or hang nowhere. Not a
 * loop, of which the verifier would walk each step.
 */
static __always_inline struct mount *chain_end(struct mount___chain *mount)
{
	bpf_loop(SB_MOUNTS, chain_step, &mount, 0);
	return (struct mount *)mount;
}

/* The oldest mount of a superblock. */
static __always_inline struct mount *sb_first_mount(struct super_block *sb)
{
	struct mount___list *list = 0;
	struct super_block___list *old = (void *)sb;
	struct super_block___chain *chain = (void *)sb;

	if (bpf_core_field_exists(list->mnt_instance)) {
		struct list_head *first = READ(old, s_mounts.next);

		if (first == (void *)sb + bpf_core_field_offset(old->s_mounts))
			return 0;
		return (void *)first - bpf_core_field_offset(list->mnt_instance);
	}
	return chain_end(READ(chain, s_mounts));
}

/* Node of an inode's alias list: inside the union d_u until 6.18, in an unnamed union after it. */
struct dentry___flat {
	struct hlist_node d_alias;
} __attribute__((preserve_access_index));

static __always_inline struct dentry *dentry_of_alias(struct hlist_node *node)
{
	struct dentry___flat *flat = 0;

	if (bpf_core_field_exists(flat->d_alias))
		return (void *)node - bpf_core_field_offset(flat->d_alias);
	return (void *)node - bpf_core_field_offset(struct dentry, d_u.d_alias);
}

/* The file that owns a SIGIO: around its owner structure until 6.11, named by it since 6.12 (1934b212615d). */
struct fown_struct___apart {
	struct file *file;
} __attribute__((preserve_access_index));

struct file___around {
	struct fown_struct f_owner;
} __attribute__((preserve_access_index));

static __always_inline struct file *file_of_owner(struct fown_struct *owner)
{
	struct fown_struct___apart *apart = (void *)owner;

	if (bpf_core_field_exists(apart->file))
		return READ(apart, file);
	return (void *)owner - bpf_core_field_offset(struct file___around, f_owner);
}

/*
 * Until 6.4 (dc97391e6610) sendfile and splice reach a socket without socket_sendmsg; since then every
 * write to a socket passes there.
 */
struct proto_ops___sendpage {
	void *sendpage;
} __attribute__((preserve_access_index));

static __always_inline bool sendmsg_sees_all(void)
{
	struct proto_ops___sendpage *ops = 0;

	return !bpf_core_field_exists(ops->sendpage);
}

#endif
