# Runs the command of the guest with its streams on the host's sockets, reports its exit code and
# powers off: as process 1, or as a service of systemd.
. /run/guest/settings
bb=/run/guest/busybox

port() {
	for one in /sys/class/virtio-ports/*; do
		[ "$($bb cat "$one/name")" = "$1" ] && echo "/dev/${one##*/}" && return
	done
}
exec 3> "$(port control)"
echo "ready $($bb cut -d' ' -f1 /proc/uptime) $($bb uname -r)" >&3

# Shortly before the time limit: what still runs, and where in the kernel it waits. The host shows it.
{
	$bb sleep $((watch - $($bb cut -d. -f1 /proc/uptime)))
	for one in /proc/[0-9]*; do
		words=$($bb tr '\0' ' ' < "$one/cmdline")
		[ "$words" ] || continue
		echo "still there: ${one#/proc/} $words" > /dev/console
		$bb head -n 4 "$one/stack" > /dev/console
	done
} 3>&- 2> /dev/null < /dev/null &
watcher=$!

# The command gets pipes, as it would from a program on the host: a port cannot be opened twice.
$bb mkfifo /run/guest/stdout /run/guest/stderr
$bb cat < /run/guest/stdout > "$(port stdout)" 3>&- &
stdout_pump=$!
$bb cat < /run/guest/stderr > "$(port stderr)" 3>&- &
stderr_pump=$!
cd "$checkout"
$bb setsid $bb env -i /bin/sh /run/guest/command \
	< /dev/null > /run/guest/stdout 2> /run/guest/stderr 3>&-
code=$?

# What a surviving background process holds open never ends: a moment, not for ever.
{
	$bb sleep 1
	kill $stdout_pump $stderr_pump
} 3>&- 2> /dev/null &
wait $stdout_pump $stderr_pump
cd /
kill $watcher
$bb sync
echo "exit $code" >&3
$bb dmesg >&3
echo "end" >&3
exec $bb poweroff -f
