#!/bin/sh
# Becomes a machine: this computer's own system below a layer that takes all changes, with systemd as its first process.
#   machine-layer.sh ROOT STICK CGROUP HOSTS
# Called in namespaces of its own (mount, pid, cgroup, ipc, uts) and in the network that all machines share.
set -eu
root=$1 stick=$2 hosts=$3

mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir "$root/upper" "$root/work" "$root/m"
mount -t overlay overlay -o "lowerdir=/,upperdir=$root/upper,workdir=$root/work" "$root/m"
cd "$root/m"

mount -t proc proc proc
# What is not in a namespace must not change: kernel settings, devices.
mount --bind -o ro proc/sys proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
  touch "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir dev/shm dev/pts
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd

rm -rf etc/blocao-hub etc/blocao-agent etc/machine-id
echo 0123456789abcdef0123456789abcdef > etc/machine-id
rm -f etc/hosts
printf '%s' "$hosts" > etc/hosts
printf '#!/bin/sh\nexec "$@"\n' > usr/local/bin/sudo
chmod 755 usr/local/bin/sudo
# Stand-in for a network with a time server: a new agent waits for a clock that is set.
mkdir -p run/systemd/timesync
touch run/systemd/timesync/synchronized

mkdir -p media/stick old
mount --bind "$stick" media/stick
pivot_root . old
umount -l /old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=journal --show-status=0 --unit=basic.target
