/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel itself takes in: modules, firmware, kernels to boot, policies. */
#ifndef CAMFLOW_HOOKS_LOAD_H
#define CAMFLOW_HOOKS_LOAD_H

/* The relation for what is loaded: enum kernel_read_file_id and kernel_load_data_id number alike. */
static __always_inline __u8 load_relation(__u32 id)
{
	switch (id) {
	case READING_UNKNOWN:
		return RELATION_LOAD_UNKNOWN;
	case READING_FIRMWARE:
		return RELATION_LOAD_FIRMWARE;
	case READING_MODULE:
	case READING_MODULE_COMPRESSED:
		return RELATION_LOAD_MODULE;
	case READING_KEXEC_IMAGE:
		return RELATION_LOAD_KEXEC_IMAGE;
	case READING_KEXEC_INITRAMFS:
		return RELATION_LOAD_KEXEC_INITRAMFS;
	case READING_POLICY:
		return RELATION_LOAD_POLICY;
	case READING_X509_CERTIFICATE:
		return RELATION_LOAD_CERTIFICATE;
	}
	return RELATION_LOAD_UNDEFINED;
}

/*
 * kernel_read_file - the kernel is about to read a file for itself.
 * Called by finit_module, kexec_file_load, firmware requests, IMA's policy and keys; before it is known
 * whether the content is any good.
 * Flows: 1. inode -> task (load_file)   2. task -> memory (memory_write)
 *        by what is read: 3. task -> machine (load_module, load_firmware, load_kexec_image,
 *        load_kexec_initramfs, load_policy, load_certificate, load_unknown, load_undefined)
 * match-proto:6.1:int security_kernel_read_file(struct file *file, enum kernel_read_file_id id, bool contents)
 */
static __always_inline int read_file(struct inode *inode, __u32 id)
{
	INODE_HOOK(inode, 0, FLOW_IN, 0);
	if (uses(&flow, RELATION_LOAD_FILE))
		influences(&flow, load_relation(id));
	return 0;
}

HOOK(kernel_read_file)
int HOOK_PROG(kernel_read_file, struct file *file, enum kernel_read_file_id id, bool contents,
	      int ret)
{
	if (!ret && PRESENT(file) && file)
		read_file(file->f_inode, id);
	return 0;
}

/*
 * kernel_load_data - the kernel is about to take in what a process has in its memory; upstream misses it.
 * Called by init_module, kexec_load and the fall-back for firmware.
 * Flows: 1. memory -> task (memory_read)
 *        by what is given: 2. task -> machine (load_module, load_firmware, load_kexec_image,
 *        load_kexec_initramfs, load_policy, load_certificate, load_unknown, load_undefined)
 * match-proto:6.1:int security_kernel_load_data(enum kernel_load_data_id id, bool contents)
 */
HOOK(kernel_load_data)
int HOOK_PROG(kernel_load_data, enum kernel_load_data_id id, bool contents, int ret)
{
	struct flow flow = {};

	if (ret || !flow_relevant(bpf_get_current_task_btf()) || !flow_actor(&flow))
		return 0;
	if (memory_given(&flow))
		influences(&flow, load_relation(id));
	return 0;
}

#endif
