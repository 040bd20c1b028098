#!/bin/sh
# A small working day in the folder $1: compile, run, pack, squeeze, count.
set -e
cd "$1"
cat > hello.c << 'END'
#include <stdio.h>
int main(void) { puts("hello"); return 0; }
END
gcc -O1 -o hello hello.c
./hello > hello.txt
tar -cf all.tar hello.c hello hello.txt
gzip -k all.tar
gzip -dc all.tar.gz | tar -tf - | sort | uniq | wc -l > count.txt
grep -q 3 count.txt
