/* SPDX-License-Identifier: GPL-2.0-only */
/* Extended attributes: one vertex for each access. */
#ifndef CAMFLOW_HOOKS_XATTR_H
#define CAMFLOW_HOOKS_XATTR_H

#define NAME_START_BYTES 24

/* Refusals, as the kernel has them */
#define EPERM 1
#define EINVAL 22

/* Tells names apart in the table of recent edges, by their beginning. */
static __always_inline __u32 xattr_kind(const char *name)
{
	__u64 start[NAME_START_BYTES / sizeof(__u64)] = {};

	if (bpf_probe_read_kernel_str(start, sizeof(start), name) < 0)
		COUNT_FAILURE(read_kernel);
	return ((start[0] ^ start[1] * MIX ^ start[2] * (MIX >> 7)) * MIX) >> 40;
}

#define PROVENANCE_NAME "security.provenance"
/* Of its value, CamFlow's short record of the inode (src/record/saved-state.ts). */
#define SAVED_BYTES 256
#define SAVED_FLAGS_AT 40
#define SAVED_TAINT_AT 56

/* Whether an attribute is the one that keeps a file's flags. */
static __always_inline bool is_provenance(const char *name)
{
	char text[sizeof(PROVENANCE_NAME) + 4] = {};

	if (bpf_probe_read_kernel_str(text, sizeof(text), name) != sizeof(PROVENANCE_NAME))
		return false;
	for (int i = 0; i < sizeof(PROVENANCE_NAME); i++)
		if (text[i] != PROVENANCE_NAME[i])
			return false;
	return true;
}

/* Whether an access is to it, by somebody else than us. */
static __always_inline bool is_saved_flags(const char *name)
{
	return control.persists && policy_now()->enabled && is_provenance(name) && !is_requester();
}

/* What an access to an attribute names besides its inode. */
struct xattr_access {
	const char *name;
	__u64 value;
	__u32 size;
};

/* Whether the access is captured; then the vertex of the attribute is in the ring. */
static __always_inline struct prov *xattr_open(struct flow *flow, struct handle *handle,
					       const struct xattr_access *access, __u8 relation)
{
	struct prov *xattr;

	inherit_tracking(flow->task, flow->memory);
	if (!actor_captured(flow->task, flow->memory, flow->entity, relation) ||
	    (policy_now()->node_filter >> VERTEX_XATTR & 1))
		return 0;
	xattr = object_new(handle, VERTEX_XATTR);
	if (!xattr)
		return 0;
	introduce(flow->memory, flow->entity, &flow->note);
	flow->note.dentry = 0;
	xattr_publish(xattr, &flow->note, address_of(access->name), access->value, access->size);
	return xattr;
}

/* Gives a file the flags and labels that somebody has written to its attribute: labels are never taken away. */
static __noinline int flags_written(struct inode *inode, __u64 value)
{
	const __u32 kept = FLAG_TRACKED | FLAG_OPAQUE | FLAG_PROPAGATE;
	struct file_target key = {};
	struct prov *prov;
	__u64 taint = 0;
	__u32 flags = 0;

	/* Never, but from 7.3 on the verifier asks. */
	if (!inode)
		return DONE;
	if (bpf_probe_read_kernel(&flags, sizeof(flags), (void *)(value + SAVED_FLAGS_AT)) ||
	    bpf_probe_read_kernel(&taint, sizeof(taint), (void *)(value + SAVED_TAINT_AT))) {
		COUNT_FAILURE(read_kernel);
		return DONE;
	}
	prov = inode_of(inode);
	if (!prov)
		return DONE;
	__sync_fetch_and_or(&prov->flags, flags & kept);
	__sync_fetch_and_and(&prov->flags, flags | ~kept);
	__sync_fetch_and_or(&prov->taint, taint);
	hint_set(prov);
	key.ino = prov->inode.ino;
	key.dev = prov->inode.dev;
	bpf_map_delete_elem(&file_targets, &key);
	unsaved_note(prov);
	return DONE;
}

/* memory -> task -> attribute -> inode */
static __always_inline int xattr_write(struct inode *inode, const struct xattr_access *access,
				       __u64 flags, __u8 relation, __u8 inode_relation)
{
	struct handle handle = {};
	struct prov *xattr, *entity;

	INODE_HOOK(inode, 0, FLOW_OUT, 0);
	xattr = xattr_open(&flow, &handle, access, relation);
	if (!xattr)
		return 0;
	entity = flow.entity;
	flow.entity = xattr;
	flow.note.flags = flags;
	if (generates(&flow, relation))
		derives(&flow, entity, inode_relation);
	object_free(xattr);
	return 0;
}

#ifdef MODE_LSM
#define REFUSES 1
#define CAP_SYS_ADMIN 21

/* Whether the current task may write security attributes anywhere. */
static __always_inline bool is_administrator(void)
{
	const struct cred *cred = bpf_get_current_task_btf()->cred;
	__u64 effective = 0;

	bpf_core_read(&effective, sizeof(effective), &cred->cap_effective);
	return (effective >> CAP_SYS_ADMIN & 1) && !READ(cred, user_ns, parent);
}

/*
 * inode_setxattr - an attribute is about to get a value. Refused for security.provenance while flags persist: to
 * who has no CAP_SYS_ADMIN, because until 6.10 the kernel itself does not ask where BPF is among its security
 * modules, and with a value that is none of CamFlow's.
 * Flows: none
 * match-proto:6.1:int security_inode_setxattr(struct user_namespace *mnt_userns, struct dentry *dentry, const char *name, const void *value, size_t size, int flags)
 */
HOOK(inode_setxattr)
int HOOK_PROG(inode_setxattr, void *idmap, struct dentry *dentry, const char *name,
	      const void *value, size_t size, int flags, int ret)
{
	if (ret || !is_saved_flags(name))
		return 0;
	if (!is_administrator())
		return -EPERM;
	return size == SAVED_BYTES ? 0 : -EINVAL;
}
#else
#define REFUSES 0
#endif

/*
 * inode_post_setxattr - an attribute has got a new value. Flags in that of security.provenance count while they
 * persist.
 * Flows: 1. memory -> task (memory_read)   2. task -> xattr (setxattr, with the flags of the call)
 *        3. xattr -> inode (setxattr_inode)
 * match-proto:6.1:void security_inode_post_setxattr(struct dentry *dentry, const char *name, const void *value, size_t size, int flags)
 */
HOOK(inode_post_setxattr)
int HOOK_PROG(inode_post_setxattr, struct dentry *dentry, const char *name, const void *value,
	      size_t size, int flags)
{
	struct xattr_access access = {.name = name, .size = size};

	/* The verifier knows no type for the argument itself. */
	bpf_get_func_arg(ctx, 2, &access.value);
	if (size == SAVED_BYTES && is_saved_flags(name))
		flags_written(dentry->d_inode, access.value);
	return xattr_write(dentry->d_inode, &access, flags, RELATION_SETXATTR,
			   RELATION_SETXATTR_INODE);
}

/*
 * inode_removexattr - an attribute is about to go. Refused for security.provenance while flags persist.
 * Flows: 1. memory -> task (memory_read)   2. task -> xattr (removexattr)
 *        3. xattr -> inode (removexattr_inode)
 * match-proto:6.1:int security_inode_removexattr(struct user_namespace *mnt_userns, struct dentry *dentry, const char *name)
 */
HOOK(inode_removexattr)
int HOOK_PROG(inode_removexattr, void *idmap, struct dentry *dentry, const char *name, int ret)
{
	struct xattr_access access = {.name = name};

	if (!ret && REFUSES && is_saved_flags(name))
		return -EPERM;
	if (!ret)
		xattr_write(dentry->d_inode, &access, 0, RELATION_REMOVEXATTR,
			    RELATION_REMOVEXATTR_INODE);
	return 0;
}

/*
 * inode_getxattr - the value of an attribute is about to be read.
 * Flows: 1. inode -> xattr (getxattr_inode)   2. xattr -> task (getxattr)
 *        3. task -> memory (memory_write)
 * match-proto:6.1:int security_inode_getxattr(struct dentry *dentry, const char *name)
 */
static __always_inline int getxattr(struct inode *inode, const char *name)
{
	struct xattr_access access = {.name = name};
	struct handle handle = {};
	struct prov *xattr;
	int known;

	INODE_HOOK(inode, KIND(HOOK_GETXATTR, xattr_kind(name)), FLOW_IN, 0);
	xattr = xattr_open(&flow, &handle, &access, RELATION_GETXATTR);
	if (!xattr)
		return 0;
	known = derives(&flow, xattr, RELATION_GETXATTR_INODE);
	flow.entity = xattr;
	if (uses(&flow, RELATION_GETXATTR) && known)
		front_close(&front);
	object_free(xattr);
	return 0;
}

HOOK(inode_getxattr)
int HOOK_PROG(inode_getxattr, struct dentry *dentry, const char *name, int ret)
{
	if (!ret)
		getxattr(dentry->d_inode, name);
	return 0;
}

/*
 * inode_listxattr - the names of the attributes are about to be read.
 * Flows: 1. inode -> task (listxattr)   2. task -> memory (memory_write)
 * match-proto:6.1:int security_inode_listxattr(struct dentry *dentry)
 */
HOOK(inode_listxattr)
int HOOK_PROG(inode_listxattr, struct dentry *dentry, int ret)
{
	struct inode *inode = dentry->d_inode;

	INODE_HOOK(inode, KIND(HOOK_LISTXATTR, 0), FLOW_IN, ret);
	if (uses(&flow, RELATION_LISTXATTR))
		front_close(&front);
	return 0;
}

#endif
