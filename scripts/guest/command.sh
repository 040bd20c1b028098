# Process 1 of the guest once its root stands: mounts what a booted Debian has mounted, and turns
# into run.sh.
bb=/run/guest/busybox
$bb mount -t proc -o nosuid,nodev,noexec proc /proc
$bb mount -t sysfs -o nosuid,nodev,noexec sysfs /sys
for one in securityfs:/sys/kernel/security bpf:/sys/fs/bpf tracefs:/sys/kernel/tracing \
	debugfs:/sys/kernel/debug cgroup2:/sys/fs/cgroup; do
	$bb mount -t "${one%%:*}" "${one%%:*}" "${one#*:}"
done
$bb mkdir -p /dev/pts /dev/shm /dev/mqueue
$bb mount -t devpts -o mode=620,ptmxmode=666 devpts /dev/pts
$bb mount -t tmpfs -o mode=1777 tmpfs /dev/shm
$bb mount -t mqueue mqueue /dev/mqueue
$bb ln -sf /proc/self/fd /dev/fd
for one in 0:stdin 1:stdout 2:stderr; do $bb ln -sf "/proc/self/fd/${one%%:*}" "/dev/${one#*:}"; done
$bb hostname guest
$bb ip link set lo up
exec $bb sh /run/guest/run.sh
