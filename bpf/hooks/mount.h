/* SPDX-License-Identifier: GPL-2.0-only */
/* What is seen under which name: mounts and roots. CamFlow 0.9 records none; the type is ours. */
#ifndef CAMFLOW_HOOKS_MOUNT_H
#define CAMFLOW_HOOKS_MOUNT_H

/* Upper half of the flags of a `mount` relation: what was done. The lower half holds flags of the call. */
enum mount_kind {
	MOUNT_NEW = 0,
	MOUNT_UMOUNT = 1,
	MOUNT_MOVE = 2,
	MOUNT_PIVOT = 3,
	MOUNT_CHROOT = 4,
};

/* memory -> task -> directory */
static __always_inline int mount_at(struct inode *inode, enum mount_kind kind, __u32 flags, int ret)
{
	INODE_HOOK(inode, 0, FLOW_OUT, ret);
	flow.note.flags = (__u64)kind << 32 | flags;
	generates(&flow, RELATION_MOUNT);
	return 0;
}

/*
 * sb_mount - something is about to be mounted, or a mount to be changed, by mount(2).
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (mount, with the flags of the call)
 * match-proto:6.1:int security_sb_mount(const char *dev_name, const struct path *path, const char *type, unsigned long flags, void *data)
 */
HOOK(sb_mount)
int HOOK_PROG(sb_mount, const char *dev_name, const struct path *path, const char *type,
	      unsigned long flags, void *data, int ret)
{
	return mount_at(path->dentry->d_inode, MOUNT_NEW, flags, ret);
}

/*
 * move_mount - a mount is about to get its place, or another one, by move_mount(2).
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (mount, with 2 in the upper half)
 * match-proto:6.1:int security_move_mount(const struct path *from_path, const struct path *to_path)
 */
HOOK(move_mount)
int HOOK_PROG(move_mount, const struct path *from_path, const struct path *to_path, int ret)
{
	return mount_at(to_path->dentry->d_inode, MOUNT_MOVE, 0, ret);
}

/*
 * sb_umount - a mount is about to go.
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (mount, with 1 in the upper half)
 * match-proto:6.1:int security_sb_umount(struct vfsmount *mnt, int flags)
 */
HOOK(sb_umount)
int HOOK_PROG(sb_umount, struct vfsmount *mnt, int flags, int ret)
{
	return mount_at(mnt->mnt_root->d_inode, MOUNT_UMOUNT, flags, ret);
}

/*
 * sb_pivotroot - another directory is about to become the root of the mount namespace.
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (mount, with 3 in the upper half)
 * match-proto:6.1:int security_sb_pivotroot(const struct path *old_path, const struct path *new_path)
 */
HOOK(sb_pivotroot)
int HOOK_PROG(sb_pivotroot, const struct path *old_path, const struct path *new_path, int ret)
{
	return mount_at(new_path->dentry->d_inode, MOUNT_PIVOT, 0, ret);
}

/*
 * path_chroot - a directory is about to become the root of the task.
 * Flows: 1. memory -> task (memory_read)   2. task -> directory (mount, with 4 in the upper half)
 * match-proto:6.1:int security_path_chroot(const struct path *path)
 */
HOOK(path_chroot)
int HOOK_PROG(path_chroot, const struct path *path, int ret)
{
	return mount_at(path->dentry->d_inode, MOUNT_CHROOT, 0, ret);
}

#endif
