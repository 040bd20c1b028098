// Each call that makes, changes or removes a name or an attribute, once, here.
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MUST(call)                                                                                 \
	do {                                                                                       \
		if ((call) < 0) {                                                                  \
			perror(#call);                                                             \
			return 1;                                                                  \
		}                                                                                  \
	} while (0)

int main(void)
{
	char text[16];

	MUST(mkdir("made-directory", 0750));
	MUST(mkdir("gone-directory", 0755));
	MUST(mknod("made-fifo", S_IFIFO | 0644, 0));
	MUST(mknod("made-node", S_IFREG | 0644, 0));
	MUST(symlink("target-of-link", "made-symlink"));
	MUST(creat("made-file", 0640));
	MUST(link("linked-file", "second-name"));
	MUST(rename("old-name", "new-name"));
	MUST(chmod("mode-file", 0600));
	MUST(chown("owner-file", 65534, 65533));
	MUST(truncate("size-file", 3));
	MUST(readlink("made-symlink", text, sizeof(text)));
	MUST(unlink("gone-file"));
	MUST(rmdir("gone-directory"));
	return 0;
}
