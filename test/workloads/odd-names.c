// Files whose names are hard to write as JSON: each is made and gets one byte.
#include <fcntl.h>
#include <unistd.h>

int main(void)
{
	static const char *const names[] = {
	    "quote\"quote",	"new\nline",   "tab\tbell\a",
	    "invalid\xff\xfe.", "back\\slash", "caf\xc3\xa9",
	};

	for (unsigned int i = 0; i < sizeof(names) / sizeof(*names); i++) {
		int fd = open(names[i], O_WRONLY | O_CREAT, 0644);

		if (fd < 0 || write(fd, "x", 1) != 1)
			return 1;
		close(fd);
	}
	return 0;
}
