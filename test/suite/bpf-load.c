/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bpf-load - a BPF program is loaded.
 * Group: system
 * Calls: bpf
 * Gap: BPF programs have no vertex type: what they do is not seen.
 */
#include "suite.h"

#include <linux/bpf.h>

static void target(void)
{
	struct bpf_insn nothing[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K},
				     {.code = BPF_JMP | BPF_EXIT}};
	union bpf_attr program = {.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
				  .insns = (unsigned long)nothing,
				  .insn_cnt = 2,
				  .license = (unsigned long)"Apache"};

	if (syscall(SYS_bpf, BPF_PROG_LOAD, &program, sizeof(program)) < 0)
		skip("no bpf");
}

BARE_PROGRAM("bpf-load")
