/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-by-handle-at - a file is opened by its handle.
 * Group: open flags
 * Calls: open_by_handle_at
 * Flows: 1. file -> task (open)
 */
#include "suite.h"

static struct {
	struct file_handle head;
	char bytes[128];
} handle;
static int mount;

static void prepare(void)
{
	int place;

	make_file(TEST);
	handle.head.handle_bytes = sizeof(handle.bytes);
	if (name_to_handle_at(AT_FDCWD, TEST, &handle.head, &place, 0) < 0)
		skip("no handles on this file system");
	mount = MUST(open(".", O_RDONLY | O_DIRECTORY));
}

static void target(void)
{
	MUST(open_by_handle_at(mount, &handle.head, O_RDWR));
}

PROGRAM("open-by-handle-at")
