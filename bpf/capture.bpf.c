// SPDX-License-Identifier: GPL-2.0-only
/*
 * The in-kernel capture. This file is its table of contents: it is compiled three times, once for
 * each capture mode (MODE_LSM, MODE_FENTRY, MODE_TRACEPOINT), into three objects with the same maps.
 *
 * A hook (hooks/) says who did what to what in one of six PROV verbs (prov/verbs.h). Below the verb
 * stand the guard (prov/guard.h), edges (prov/record.h) with their versions (prov/version.h) and compression
 * (prov/reader.h), the state kept per kernel object (prov/object.h, prov/state.h), names (prov/name.h) and the
 * ring buffer (prov/relay.h).
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>

#include "record.gen.h"
#include "control.h"
#include "maps.h"
#include "errors.h"
#include "read.h"
#include "compat.h"
#include "prov/object.h"
#include "prov/recent.h"
#include "prov/known.h"
#include "prov/bucket.h"
#include "prov/inode-table.h"
#include "prov/memory-table.h"
#include "prov/slot.h"
#include "prov/relay.h"
#include "prov/name.h"
#include "prov/directory.h"
#include "prov/target.h"
#include "prov/context.h"
#include "prov/state.h"
#include "prov/filter.h"
#include "prov/describe.h"
#include "prov/version.h"
#include "prov/reader.h"
#include "prov/record.h"
#include "prov/guard.h"
#include "prov/bystander.h"
#include "prov/verbs.h"
#if !defined(MODE_TRACEPOINT)
#include "prov/inflow.h"
#endif
#include "prov/patterns.h"
#include "prov/socket.h"
#include "prov/address-target.h"
#include "prov/packet.h"

#include "hooks/attach.h"
#include "hooks/task.h"
#include "hooks/descriptor.h"
#if defined(MODE_TRACEPOINT)
#include "hooks/syscall.h"
#else
#include "hooks/cred.h"
#include "hooks/inode.h"
#include "hooks/create.h"
#include "hooks/file.h"
#include "hooks/socket.h"
#include "hooks/ipc.h"
#include "hooks/ptrace.h"
#include "hooks/xattr.h"
#include "hooks/load.h"
#include "hooks/mount.h"
#endif
#include "hooks/packet.h"
#include "hooks/signal.h"
#include "hooks/exec.h"
#include "hooks/target.h"
#include "hooks/control.h"
#include "hooks/disclose.h"

char LICENSE[] SEC("license") = "GPL";
