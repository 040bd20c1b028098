/* SPDX-License-Identifier: Apache-2.0 */
/*
 * open-by-handle-at-denied - a handle in the hand of a user.
 * Group: open flags
 * Calls: open_by_handle_at
 * Flows: none. It is refused before anything flows.
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
	become_nobody();
}

static void target(void)
{
	REFUSED(EPERM, open_by_handle_at(mount, &handle.head, O_RDWR));
}

PROGRAM("open-by-handle-at-denied")
