#!/bin/sh
# Runs the suite as root in a guest: GUEST.SH OUT MODE…
# First without capture, for the security functions that the kernel calls; then captured in each mode, and in the
# first of them ProvMark's way: every program of PROGRAMS thrice with its target and thrice without.
out=$1
shift
suite=build/suite/suite
t=/sys/kernel/tracing

echo 'security_*' > $t/set_ftrace_filter
echo 16384 > $t/buffer_size_kb
echo function-fork > $t/trace_options
mkdir /tmp/suite-trace
sh -c "echo \$\$ > $t/set_ftrace_pid; echo function > $t/current_tracer; exec $suite -t /tmp/suite-trace" > "$out/trace.out"
cat $t/trace > "$out/trace.txt"
echo nop > $t/current_tracer

capture() { # NAME MODE COMMAND…
	name=$1 mode=$2
	shift 2
	start=$(date +%s)
	node dist/src/cli/main.js run --descriptors --capture "$mode" --output "$out/$name.log" -- "$@" > "$out/$name.out" 2> "$out/$name.txt"
	echo "$name: exit code $?, $(($(date +%s) - start)) s"
}

for mode; do
	mkdir "/tmp/suite-$mode"
	capture "suite-$mode" "$mode" $suite "/tmp/suite-$mode"
done
if [ -n "$PROGRAMS" ]; then
	mkdir /tmp/trials /tmp/trials/with /tmp/trials/without
	capture trials "$1" sh -c "$suite -r 3 /tmp/trials/with $PROGRAMS; $suite -b -r 3 /tmp/trials/without $PROGRAMS"
fi
