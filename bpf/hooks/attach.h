/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a hook attaches in each mode. A hook body does not know its mode: it is an LSM program, or an
 * fexit program on the function that calls the hook. `ret` is what was decided before us; a refused
 * operation makes no flow. A body returns 0 and so leaves it as it is: of the LSM programs of a hook only one that
 * refuses by itself returns something else, as does the one for the attribute that keeps a file's flags
 * (hooks/xattr.h).
 */
#ifndef CAMFLOW_HOOKS_ATTACH_H
#define CAMFLOW_HOOKS_ATTACH_H

#if defined(MODE_LSM)
#define HOOK(name) SEC("lsm/" #name)
/* A hook that the kernel calls in a function of another name: HOOK_IN(msg_msg_alloc, msg_msg_alloc_security) */
#define HOOK_IN(function, name) SEC("lsm/" #name)
#else
#define HOOK(name) SEC("fexit/security_" #name)
#define HOOK_IN(function, name) SEC("fexit/security_" #function)
#endif

/* Ends a program with its body; arguments come as numbers. */
#define RUN_BODY(name, args...)                                                                    \
	_Pragma("GCC diagnostic push")                                                             \
	    _Pragma("GCC diagnostic ignored \"-Wint-conversion\"") return ____##name(args);        \
	_Pragma("GCC diagnostic pop")

/*
 * HOOK_PROG is BPF_PROG for a hook. Where the kernel preempts itself, an fexit program that another task's
 * hook interrupts on its CPU makes the kernel skip the program in that task. So in fentry mode a hook
 * has two programs with one body: the first notes that it ran, the second, which the kernel runs right
 * after it, does the work when it did not. The second is loaded only where it is needed (NAME__again; see
 * src/kernel/selection.ts). A note that belongs to another task of the same hash makes a flow be looked
 * at twice, which changes nothing.
 */
#ifdef MODE_LSM
/*
 * QUICK_PROG is HOOK_PROG for what fires often: it has a second form, NAME__quick, an fentry program of the empty
 * function behind the LSM hook, which costs some 50 instructions less a call. Nobody has decided before it. Which
 * of the two is loaded: src/kernel/lsm-order.ts.
 */
#define QUICK_PROG(name, args...)                                                                  \
	name(unsigned long long *ctx);                                                             \
	static __always_inline int ____##name(unsigned long long *ctx, ##args);                    \
	int name(unsigned long long *ctx)                                                          \
	{                                                                                          \
		RUN_BODY(name, ___bpf_ctx_cast(args));                                             \
	}                                                                                          \
	SEC("fentry/bpf_lsm_" #name)                                                               \
	int name##__quick(unsigned long long *ctx)                                                 \
	{                                                                                          \
		RUN_BODY(name, WITHOUT_RET(args), 0);                                              \
	}                                                                                          \
	static __always_inline int ____##name(unsigned long long *ctx, ##args)
/* The context and all arguments but the last. */
#define WITHOUT_RET(args...) ___bpf_apply(WITHOUT_RET, ___bpf_narg(args))(args)
#define WITHOUT_RET1(x) ctx
#define WITHOUT_RET2(x, args...) WITHOUT_RET1(args), (void *)ctx[0]
#define WITHOUT_RET3(x, args...) WITHOUT_RET2(args), (void *)ctx[1]
#define WITHOUT_RET4(x, args...) WITHOUT_RET3(args), (void *)ctx[2]
#define WITHOUT_RET5(x, args...) WITHOUT_RET4(args), (void *)ctx[3]
#define HOOK_PROG BPF_PROG
#define QUICK_ONCE_PROG QUICK_PROG
#define HOOK_PROG_IN(function, name, args...) BPF_PROG(name, ##args)
#else
#define QUICK_PROG HOOK_PROG
/* For what must not run twice: it has no second program. */
#define QUICK_ONCE_PROG BPF_PROG
__u8 first_ran[STAMPS];

/* Whether the second programs are loaded. User space knows before, so that the verifier leaves the notes out. */
const volatile bool has_twins SEC(".rodata.twins") = true;

#define HOOK_PROG(name, args...) HOOK_PROG_IN(name, name, ##args)
#define HOOK_PROG_IN(function, name, args...)                                                      \
	name(unsigned long long *ctx);                                                             \
	static __always_inline int ____##name(unsigned long long *ctx, ##args);                    \
	int name(unsigned long long *ctx)                                                          \
	{                                                                                          \
		if (has_twins)                                                                     \
			first_ran[stamp_of(bpf_get_current_task_btf())] = 1;                       \
		RUN_BODY(name, ___bpf_ctx_cast(args));                                             \
	}                                                                                          \
	SEC("fexit/security_" #function)                                                           \
	int name##__again(unsigned long long *ctx)                                                 \
	{                                                                                          \
		__u16 stamp = stamp_of(bpf_get_current_task_btf());                                \
		if (first_ran[stamp]) {                                                            \
			first_ran[stamp] = 0;                                                      \
			return 0;                                                                  \
		}                                                                                  \
		RUN_BODY(name, ___bpf_ctx_cast(args));                                             \
	}                                                                                          \
	static __always_inline int ____##name(unsigned long long *ctx, ##args)
#endif

/*
 * Whether an argument is there. From 6.8 to 6.17 the verifier takes every object given to an LSM program
 * for present and removes a plain comparison with NULL; mmap_file and d_instantiate are called without
 * one, and then the kernel would fault. It cannot see through this one.
 */
#define PRESENT(object) (address_of(object) != 0)

/*
 * Descriptors of eventfd, epoll, io_uring, BPF and others share one inode, which alone has no type. A
 * flow through it would join processes that have nothing to do with each other.
 */
static __always_inline bool is_nameless(__u16 mode)
{
	return !(mode & S_IFMT);
}

/* Opens an inode hook: leaves at once when nobody here is tracked, then does as INODE_FLOW. */
#define INODE_HOOK(inode, kind, direction, ret)                                                    \
	if (!(inode) || nobody_tracked(inode))                                                     \
		return 0;                                                                          \
	INODE_FLOW(inode, kind, direction, ret)

/*
 * Leaves when this very flow is in the graph already, else finds the actor and the inode. Uses and
 * declares `front` and `flow`. What is no flow is not in the graph, so that it need not be told first.
 */
#define INODE_FLOW(inode, kind, direction, ret)                                                    \
	INODE_FRONT(inode, kind, direction, ret);                                                  \
	INODE_ENDS(inode)

#define INODE_FRONT(inode, kind, direction, ret)                                                   \
	struct front front;                                                                        \
	if (ret)                                                                                   \
		return 0;                                                                          \
	front = front_open(inode, kind, direction);                                                \
	if (!front.pass || is_nameless((inode)->i_mode))                                           \
	return 0

#define INODE_ENDS(inode)                                                                          \
	struct flow flow;                                                                          \
	__builtin_memset(&flow, 0, sizeof(flow));                                                  \
	if (!flow_actor_at(&flow, front.actor))                                                    \
		return 0;                                                                          \
	flow.entity = inode_of(inode);                                                             \
	if (!flow.entity || flow_untracked(&flow, number_of(inode)))                               \
		return 0;                                                                          \
	flow.note.dentry = name_of_inode(flow.entity, inode, flow.note.epoch)

/*
 * The whole of an inode hook whose inode flows into the task, as INODE_HOOK and uses() would do it.
 * @none whether nothing flows: asked for last, such a flow is not remembered
 * @type RELATION_* @placed whether `at` is a place in the file
 */
#define INODE_USED(none, inode, kind, type, about, placed, at, ret)                                \
	do {                                                                                       \
		if (nobody_tracked(inode))                                                         \
			return 0;                                                                  \
		INODE_FRONT(inode, kind, FLOW_IN, ret);                                            \
		if (none)                                                                          \
			return 0;                                                                  \
		if (inflow_##type(inode, front.actor, about, at)) {                                \
			front_close(&front);                                                       \
			return 0;                                                                  \
		}                                                                                  \
		INODE_ENDS(inode);                                                                 \
		flow.note.flags = about;                                                           \
		flow.note.offset = at;                                                             \
		flow.note.has_offset = placed;                                                     \
		if (uses(&flow, type))                                                             \
			front_close(&front);                                                       \
	} while (0)

/* Flag of a `setuid` relation that changes group ids: they have no relation type of their own. */
#define SETUID_OF_GROUP 0x100

/* Kinds of flow for the table of recent edges: hook number and the argument that tells flows apart. */
#define KIND(hook, argument) ((__u32)(hook) << 24 | ((__u32)(argument)&0xffffff))

enum hook_number {
	HOOK_FILE_READ = 1,
	HOOK_FILE_WRITE,
	HOOK_INODE_PERMISSION,
	HOOK_INODE_GETATTR,
	HOOK_INODE_READLINK,
	HOOK_FILE_OPEN,
	HOOK_FILE_IOCTL,
	HOOK_FILE_LOCK,
	HOOK_MMAP_FILE,
	HOOK_SOCKET_SEND,
	HOOK_SOCKET_RECEIVE,
	HOOK_GETXATTR,
	HOOK_LISTXATTR,
	HOOK_FILE_RECEIVE,
	HOOK_DESCRIPTOR,
	HOOK_INODE_CREATE,
};

#endif
