/* SPDX-License-Identifier: Apache-2.0 */
/*
 * firmware - a driver asks for its firmware.
 * Group: system
 * Calls: write
 * Flows: 1. file -> task (load_file)   2. task -> machine (load_firmware)
 */
#include "guest.h"
#include "suite.h"

static int driver;

static void prepare(void)
{
	char place[256];
	int folder;

	only_in_guest();
	TOOL("/sbin/modprobe", "test_firmware");
	make_file(TEST);
	folder = MUST(open("/sys/module/firmware_class/parameters/path", O_WRONLY));
	if (!getcwd(place, sizeof(place)))
		broken("getcwd");
	MUST(write(folder, place, strlen(place)));
	driver = MUST(open("/sys/devices/virtual/misc/test_firmware/trigger_request", O_WRONLY));
}

static void target(void)
{
	MUST(write(driver, TEST, strlen(TEST)));
}

PROGRAM("firmware")
