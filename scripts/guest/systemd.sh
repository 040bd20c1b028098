# Process 1 of the guest once its root stands, when it is to start services: makes the command the
# last of them, and turns into systemd.
bb=/run/guest/busybox
units=/run/systemd/system
generators=/run/systemd/system-generators
$bb mkdir -p $units $generators
$bb cp /run/guest/guest.target /run/guest/guest.service $units

# Mounts, terminals and old scripts of the host; devices and logins that a guest has not: nothing
# of it serves the command, and an emulated processor takes long to start it.
for one in /lib/systemd/system-generators/*; do $bb ln -s /dev/null "$generators/${one##*/}"; done
for one in getty.target dbus.service dbus.socket systemd-logind.service systemd-user-sessions.service \
	systemd-udevd.service systemd-udev-trigger.service systemd-tmpfiles-setup.service \
	systemd-tmpfiles-clean.timer proc-sys-fs-binfmt_misc.automount systemd-binfmt.service \
	systemd-firstboot.service systemd-sysusers.service systemd-machine-id-commit.service \
	systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-random-seed.service \
	systemd-modules-load.service systemd-journal-flush.service; do
	$bb ln -s /dev/null "$units/$one"
done

# By them systemd takes itself to be in a container, which the host may be but the guest is not.
$bb rm -f /.dockerenv /run/.containerenv
exec /lib/systemd/systemd
