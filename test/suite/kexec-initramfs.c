/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kexec-initramfs - a kernel and its initramfs are read, and refused for a command line that is too long.
 * Group: system
 * Calls: kexec_file_load
 * Flows: 1. file -> task (load_file)   2. task -> machine (load_kexec_image)   3. task -> machine
 *        (load_kexec_initramfs)
 */
#include "suite.h"

#include <asm/bootparam.h>

static int kernel, initramfs;

static void prepare(void)
{
	struct boot_params head = {
	    .hdr = {.boot_flag = 0xaa55,
		    .header = 0x53726448,
		    .version = 0x20c,
		    .loadflags = LOADED_HIGH,
		    .xloadflags = XLF_KERNEL_64 | XLF_CAN_BE_LOADED_ABOVE_4G}};

	make_file(TEST);
	initramfs = MUST(open(TEST, O_RDONLY));
	kernel = MUST(open("kernel", O_CREAT | O_WRONLY, 0600));
	MUST(write(kernel, &head, sizeof(head)));
	/* What is open for writing is not read. */
	close(kernel);
	kernel = MUST(open("kernel", O_RDONLY));
}

static void target(void)
{
	long result = syscall(SYS_kexec_file_load, kernel, initramfs, 2, "x", 0);

	if (result < 0 && (errno == ENOSYS || errno == EPERM))
		skip("a kernel that boots no other");
	if (result == 0 || errno != EINVAL)
		broken("kexec_file_load");
}

PROGRAM("kexec-initramfs")
