/* Somebody else's security module: nobody may open or unlink a file that is called "refused". */
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EPERM 1

char LICENSE[] SEC("license") = "GPL";

static __always_inline int verdict(const struct dentry *dentry)
{
	char name[sizeof("refused")];

	bpf_probe_read_kernel_str(name, sizeof(name), dentry->d_name.name);
	return bpf_strncmp(name, sizeof(name), "refused") ? 0 : -EPERM;
}

SEC("lsm/file_open")
int BPF_PROG(refuse_open, struct file *file, int ret)
{
	return ret ? ret : verdict(file->f_path.dentry);
}

SEC("lsm/inode_unlink")
int BPF_PROG(refuse_unlink, struct inode *dir, struct dentry *dentry, int ret)
{
	return ret ? ret : verdict(dentry);
}
