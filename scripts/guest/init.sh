#!/bin/busybox sh
# First program of the guest: inserts modules, builds the root out of the host's files and hands
# over to guest/command.sh or guest/systemd.sh inside it. Everything it needs stands in the initramfs.
PATH=/bin
/bin/busybox mkdir -p /bin /proc /sys /dev /host /layer /root
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
while read -r module; do insmod "/modules/$module.ko"; done < /modules/order

share=trans=virtio,version=9p2000.L,msize=262144
mount -t 9p -o "$share,ro,cache=loose" host /host
. /guest/settings
case $layer in
memory) mount -t tmpfs -o size=75% tmpfs /layer ;;
disk) mount -t ext4 /dev/vda /layer || exec poweroff -f ;;
esac
[ -d /layer/upper ] || is_new=yes
mkdir -p /layer/upper /layer/work
mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work overlay /root
if [ "$is_new" ] && [ "$layer/$first" != memory/command ]; then
	# Another machine with the same files: what is enabled on the host is not its business.
	rm -rf /root/etc/systemd/system/*
	tr -d - < /proc/sys/kernel/random/uuid > /root/etc/machine-id
fi

# What lies below /tmp or /run of the host would vanish under the fresh ones: keep a hold on it.
mkdir /checkout /modules-tree
mount --bind "/host$modules" /modules-tree
case $checkout in /tmp/* | /run/*) mount --bind "/root$checkout" /checkout ;; esac

mount -t tmpfs -o mode=1777 tmpfs /root/tmp
mount -t tmpfs -o mode=755 tmpfs /root/run
mkdir -p "/root$checkout" /root/run/guest /root/run/lock /root/out "/root/lib/modules/$(uname -r)"
case $checkout in /tmp/* | /run/*) mount --move /checkout "/root$checkout" ;; esac
mount --move /modules-tree "/root/lib/modules/$(uname -r)"
mount -t 9p -o "$share,rw,cache=none" out /root/out
cp -r /guest/. /bin/busybox /root/run/guest/

# The overlay holds its layers by itself; left mounted, they would lend files a second name.
umount -l /host /layer
umount /proc /sys
mount --move /dev /root/dev
exec switch_root /root /run/guest/busybox sh "/run/guest/$first.sh"
