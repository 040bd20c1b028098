/* SPDX-License-Identifier: GPL-2.0-only */
/* Inodes by name: path walk, links, attributes, and the end of an inode. */
#ifndef CAMFLOW_HOOKS_INODE_H
#define CAMFLOW_HOOKS_INODE_H

#define IS_PRIVATE(inode) ((inode)->i_flags & (1 << 9))

/* Whether security modules are asked: the kernel calls no LSM program where they are not. */
#ifdef MODE_LSM
#define PERMISSION_ASKED(inode) true
#else
#define PERMISSION_ASKED(inode) (!IS_PRIVATE(inode))
#endif

/*
 * inode_permission - a task is about to access an inode.
 * Called on open and for each directory of a path walk, not on each read; `mask` says what is asked for.
 * Flows: 1. inode -> task (perm_check, with the mask)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_inode_permission(struct inode *inode, int mask)
 */
HOOK(inode_permission)
int QUICK_PROG(inode_permission, struct inode *inode, int mask, int ret)
{
	INODE_USED(!mask || !PERMISSION_ASKED(inode), inode, KIND(HOOK_INODE_PERMISSION, mask),
		   RELATION_PERM_CHECK, mask, false, 0, ret);
	return 0;
}

/*
 * inode_getattr - stat and its relatives.
 * Flows: 1. inode -> task (getattr)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_inode_getattr(const struct path *path)
 */
HOOK(inode_getattr)
int QUICK_PROG(inode_getattr, const struct path *path, int ret)
{
	struct inode *inode = path->dentry->d_inode;

	if (!inode)
		return 0;
	INODE_USED(false, inode, KIND(HOOK_INODE_GETATTR, 0), RELATION_GETATTR, 0, false, 0, ret);
	return 0;
}

/*
 * inode_readlink - the text of a symbolic link is read by the readlink call.
 * Flows: 1. link -> task (read_link)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_inode_readlink(struct dentry *dentry)
 */
HOOK(inode_readlink)
int QUICK_PROG(inode_readlink, struct dentry *dentry, int ret)
{
	struct inode *inode = dentry->d_inode;

	if (!inode)
		return 0;
	INODE_USED(false, inode, KIND(HOOK_INODE_READLINK, 0), RELATION_READ_LINK, 0, false, 0,
		   ret);
	return 0;
}

/*
 * inode_follow_link - a path walk goes through a symbolic link; upstream misses it.
 * Flows: 1. link -> task (read_link)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_inode_follow_link(struct dentry *dentry, struct inode *inode, bool rcu)
 */
HOOK(inode_follow_link)
int QUICK_PROG(inode_follow_link, struct dentry *dentry, struct inode *inode, bool rcu, int ret)
{
	if (!inode)
		return 0;
	INODE_USED(false, inode, KIND(HOOK_INODE_READLINK, 0), RELATION_READ_LINK, 0, false, 0,
		   ret);
	return 0;
}

/* The shape of link, unlink, rmdir and rename: never repeated on one inode, so not remembered. */
#define NAMESPACE_HOOK(inode, relation, ret)                                                       \
	({                                                                                         \
		INODE_HOOK(inode, 0, FLOW_OUT, ret);                                               \
		generates(&flow, relation);                                                        \
	})

/*
 * inode_link - a hard link is about to be made.
 * Flows: 1. memory -> task (memory_read)   2. task -> inode (link)   3. new name -> inode (named)
 * match-proto:6.1:int security_inode_link(struct dentry *old_dentry, struct inode *dir, struct dentry *new_dentry)
 */
HOOK(inode_link)
int HOOK_PROG(inode_link, struct dentry *old_dentry, struct inode *dir, struct dentry *new_dentry,
	      int ret)
{
	struct inode *inode = old_dentry->d_inode;

	INODE_HOOK(inode, 0, FLOW_OUT, ret);
	if (!generates(&flow, RELATION_LINK))
		return 0;
	renames(&flow, new_dentry);
	return 0;
}

/*
 * inode_unlink - a name is about to go.
 * Flows: 1. memory -> task (memory_read)   2. task -> inode (unlink)
 * match-proto:6.1:int security_inode_unlink(struct inode *dir, struct dentry *dentry)
 */
HOOK(inode_unlink)
int HOOK_PROG(inode_unlink, struct inode *dir, struct dentry *dentry, int ret)
{
	struct inode *inode = dentry->d_inode;

	NAMESPACE_HOOK(inode, RELATION_UNLINK, ret);
	return 0;
}

/*
 * inode_rmdir - a directory is about to go; upstream misses it.
 * Flows: as inode_unlink
 * match-proto:6.1:int security_inode_rmdir(struct inode *dir, struct dentry *dentry)
 */
HOOK(inode_rmdir)
int HOOK_PROG(inode_rmdir, struct inode *dir, struct dentry *dentry, int ret)
{
	struct inode *inode = dentry->d_inode;

	NAMESPACE_HOOK(inode, RELATION_UNLINK, ret);
	return 0;
}

/*
 * inode_rename - an inode is about to change its name.
 * Flows: 1. memory -> task (memory_read)   2. task -> inode (rename)   3. new name -> inode (named)
 * match-proto:6.1:int security_inode_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir, struct dentry *new_dentry, unsigned int flags)
 */
HOOK(inode_rename)
int HOOK_PROG(inode_rename, struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir,
	      struct dentry *new_dentry)
{
	struct inode *inode = old_dentry->d_inode;

	if (inode && S_ISDIR(inode->i_mode))
		directory_move_asked();
	INODE_HOOK(inode, 0, FLOW_OUT, 0);
	if (!generates(&flow, RELATION_RENAME))
		return 0;
	renames(&flow, new_dentry);
	return 0;
}

/*
 * vfs_rename - a rename has ended, well or not.
 * Tells when the paths below a directory have changed (prov/directory.h).
 * Flows: none
 */
SEC("fexit/vfs_rename")
int BPF_PROG(vfs_rename, struct renamedata *renamed)
{
	struct inode *inode = renamed->old_dentry->d_inode;
	struct inode *other = renamed->new_dentry->d_inode;

	if (S_ISDIR(READ(inode, i_mode)) || S_ISDIR(READ(other, i_mode)))
		directory_move_ended();
	return 0;
}

/*
 * inode_setattr - mode, owner, size or times are about to change.
 * Flows: 1. memory -> task (memory_read)   2. task -> iattr (setattr)   3. iattr -> inode (setattr_inode)
 * match-proto:6.1:int security_inode_setattr(struct user_namespace *ns, struct dentry *dentry, struct iattr *attr)
 */
static __always_inline int setattr(struct inode *inode, struct iattr *attr, int ret)
{
	struct handle handle = {};
	struct prov *iattr, *inode_prov;

	INODE_HOOK(inode, 0, FLOW_OUT, ret);
	inode_prov = flow.entity;
	if (!policy_now()->all &&
	    !((flow.task->flags | flow.memory->flags | flow.entity->flags) & FLAG_TRACKED))
		return 0;
	iattr = object_new(&handle, VERTEX_IATTR);
	if (!iattr)
		return 0;
	iattr->iattr.valid = attr->ia_valid;
	iattr->iattr.mode = attr->ia_mode;
	iattr->iattr.uid = READ(attr, ia_uid.val);
	iattr->iattr.gid = READ(attr, ia_gid.val);
	iattr->iattr.size = attr->ia_size;
	iattr->iattr.atime = READ(attr, ia_atime.tv_sec);
	iattr->iattr.mtime = READ(attr, ia_mtime.tv_sec);
	iattr->iattr.ctime = READ(attr, ia_ctime.tv_sec);
	/* The name belongs to the inode, not to the set of attributes. */
	introduce(flow.memory, inode_prov, &flow.note);
	flow.note.dentry = 0;
	flow.entity = iattr;
	if (generates(&flow, RELATION_SETATTR))
		derives(&flow, inode_prov, RELATION_SETATTR_INODE);
	object_free(iattr);
	return 0;
}

#ifdef MODE_LSM
#define SETATTR SEC("lsm/inode_setattr")
#else
#define SETATTR SEC("fexit/security_inode_setattr")
#endif

/* Until 6.5 the user namespace was not passed on: two arguments. */
SETATTR int BPF_PROG(inode_setattr__2, struct dentry *dentry, struct iattr *attr, int ret)
{
	return setattr(dentry->d_inode, attr, ret);
}

SETATTR int BPF_PROG(inode_setattr__3, void *idmap, struct dentry *dentry, struct iattr *attr,
		     int ret)
{
	return setattr(dentry->d_inode, attr, ret);
}

/* Two, if two processors have met it at the same time: bucket.h. */
#define OBJECTS_OF_INODE 2

/*
 * inode_free_security - the inode leaves memory.
 * Called for every inode the kernel drops, in any context.
 * Flows: 1. inode -> closing version (free)
 * match-proto:6.1:void security_inode_free(struct inode *inode)
 */
#ifdef MODE_LSM
SEC("lsm/inode_free_security")
#else
SEC("fentry/security_inode_free")
#endif
int BPF_PROG(inode_free_security, struct inode *inode)
{
	struct inode_key key = {};
	struct prov *prov;

	moves[stamp_of_place(FRONT_PLACE(inode))].birth++;
	inode_key(&key, inode);
	/* As a loop 6.1 refuses it: one whose way back is no jump. */
#pragma unroll
	for (int i = 0; i < OBJECTS_OF_INODE; i++) {
		prov = inode_find(&key);
		if (!prov)
			break;
		inode_leave(&key, prov);
		terminates(prov, 0, RELATION_FREE);
		object_free(prov);
	}
	return 0;
}

#endif
