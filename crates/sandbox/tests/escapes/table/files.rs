//! Files of the machine, read and changed.

use crate::case::{Case, Inside, done, harmless, own, refused, short};

const SECRET: &str = "{outside}/secret.txt";
const HARMLESS: &str = "{outside}/harmless.txt";
/// Where others live, which says something even where it is not there.
const OTHERS: &str = "/home/somebody-else/.ssh/id_rsa";
const ROOM: &str = "{outside}/room";
const OWN: &str = "{own}/data.txt";
const REAL: &str = "REAL-";

pub(super) const CASES: &[Case] = &[
    // Reading what is not shown, in every way that names it.
    refused(&["read", SECRET])
        .works()
        .landlock_deed("read", "secret.txt"),
    refused(&["read-link", SECRET])
        .works()
        .landlock_deed("read", "secret.txt"),
    refused(&["read-hardlink", SECRET]).works(),
    refused(&["read-dirfd", SECRET]).works(),
    refused(&["read-dots", SECRET])
        .works()
        .landlock_deed("read", "secret.txt"),
    refused(&["read-cwd", SECRET]).works(),
    refused(&["read-openat2", SECRET])
        .works()
        .landlock_deed("read", "secret.txt"),
    refused(&["read-mmap", SECRET]).works(),
    refused(&["read-opath", SECRET]).works(),
    refused(&["read-root-of", SECRET, "self"]).works(),
    refused(&["read-root-of", SECRET, "1"]),
    refused(&["read-root-of", SECRET, "parent"]),
    refused(&["read-root-of", SECRET, "{pid}"]).works(),
    refused(&["read-cwd-of", SECRET, "self"]).works(),
    refused(&["read-cwd-of", SECRET, "1"]),
    refused(&["read-handle", SECRET]).deed("refused", "open_by_handle_at"),
    short(&["read-child", SECRET]).works().deed("run", "sh"),
    // Whoever hides from others is still seen by the sandbox.
    refused(&["read-undumpable", SECRET])
        .works()
        .landlock_deed("read", "secret.txt"),
    // Who hides the name from the sandbox does not get the file.
    refused(&["read-write-only", "/etc/hostname"]).works(),
    refused(&["read-secret-memory", "/etc/hostname"]),
    short(&["race-read", SECRET, "/etc/hostname", "a secret"]).works(),
    refused(&["read", "{own}/link-out/secret.txt"]).works(),
    refused(&["list", "{outside}"]).works(),
    refused(&["stat", SECRET])
        .landlock(Inside::Harmless)
        .works(),
    refused(&["watch", SECRET])
        .landlock(Inside::Harmless)
        .works(),
    // HOME is there, and is not the user's.
    short(&["read-text", "~/.ssh/id_rsa", REAL]).works(),
    short(&["read-text", "~/.aws/credentials", REAL]).works(),
    short(&["read-text", "{home}/.ssh/id_rsa", REAL]).works(),
    refused(&["list", "/root"]).landlock(Inside::Short),
    short(&["read", "/etc/shadow"]).deed("read", "/etc/shadow"),
    short(&["read", "/etc/gshadow"]),
    refused(&["read", OTHERS]).deed("read", OTHERS),
    refused(&["read-link", OTHERS]).deed("read", OTHERS),
    refused(&["read-dots", OTHERS]).deed("read", OTHERS),
    refused(&["read-openat2", OTHERS]).deed("read", OTHERS),
    refused(&["read-undumpable", OTHERS]).deed("read", OTHERS),
    refused(&["read-root-of", OTHERS, "self"]),
    refused(&["read", "/proc/1/environ"]),
    refused(&["read", "/proc/{pid}/environ"]).works(),
    refused(&["read", "/proc/{pid}/maps"]).works(),
    refused(&["read", "/proc/kcore"]),
    short(&["read", "/proc/kmsg"]),
    refused(&["read", "/dev/kmsg"]),
    refused(&["read", "/dev/mem"]),
    refused(&["read", "/dev/vda"]),
    refused(&["read", "/dev/sda"]),
    refused(&["list", "/dev/disk"]),
    // The machine's own knobs: opened only, never written.
    refused(&["open-write", "/proc/sys/kernel/core_pattern"]),
    refused(&["open-write", "/proc/sys/kernel/modprobe"]),
    refused(&["open-write", "/proc/sys/kernel/ns_last_pid"]),
    refused(&["open-write", "/proc/sys/vm/overcommit_memory"]),
    refused(&["open-write", "/proc/sys/user/max_user_namespaces"]),
    refused(&["open-write", "/proc/sysrq-trigger"]),
    refused(&["open-write", "/proc/{pid}/oom_score_adj"]),
    refused(&["open-write", "/proc/{pid}/mem"]),
    refused(&["open-write", "/sys/kernel/mm/transparent_hugepage/enabled"]),
    refused(&["open-write", "/sys/fs/cgroup/cgroup.procs"]),
    refused(&["open-write", "/dev/vda"]),
    refused(&["open-write", "/dev/net/tun"]),
    refused(&["open-write", "/dev/fuse"]),
    refused(&["cgroup-out"]),
    // Changing what is not its own.
    refused(&["write", SECRET]).deed("write", "secret.txt"),
    refused(&["append", SECRET]),
    refused(&["truncate", SECRET]).deed("write", "secret.txt"),
    refused(&["map-write", SECRET]),
    refused(&["create", ROOM]),
    refused(&["mkdir", ROOM]),
    refused(&["unlink", SECRET]).deed("delete", "secret.txt"),
    refused(&["rename-away", SECRET]),
    refused(&["rename-over", SECRET]),
    refused(&["exchange", SECRET]),
    refused(&["hardlink-out", ROOM]),
    refused(&["symlink-out", ROOM]),
    refused(&["mknod-out", ROOM]),
    refused(&["chmod", SECRET]).deed("write", "secret.txt"),
    refused(&["chmod-opath", SECRET]),
    refused(&["fchmodat2", SECRET]),
    refused(&["chown", SECRET]),
    refused(&["chown-opath", SECRET]),
    // Without namespaces it is told that it did, and did not.
    refused(&["utime", SECRET]).landlock(Inside::Harmless),
    refused(&["setxattr", SECRET]),
    refused(&["removexattr", SECRET]),
    refused(&["lock", HARMLESS]),
    refused(&["chmod", "{home}/.bashrc"]).namespaces(Inside::Harmless),
    harmless(&["utime", "{home}/.bashrc"]),
    // Its own tree: changes are thrown away, or refused. Root is somebody else inside, and is refused by the owner.
    own(&["write", OWN])
        .landlock(Inside::Refused)
        .deed("write", "data.txt"),
    own(&["truncate", OWN]).landlock(Inside::Refused),
    own(&["map-write", OWN]).landlock(Inside::Refused),
    own(&["unlink", "{own}/deleted-by-hostile"])
        .landlock(Inside::Refused)
        .deed("delete", "deleted-by-hostile"),
    own(&["create", "{own}"]).landlock(Inside::Refused),
    own(&["chmod", OWN]).landlock(Inside::Refused),
    harmless(&["rename-away", OWN]).landlock(Inside::Refused),
    harmless(&["utime", OWN]),
    harmless(&["chown", OWN]).landlock(Inside::Refused),
    harmless(&["setxattr", OWN]).landlock(Inside::Refused),
    harmless(&["fchmod", OWN]).landlock(Inside::Refused),
    harmless(&["fchown", OWN]).landlock(Inside::Refused),
    harmless(&["futime", OWN]),
    harmless(&["fsetxattr", OWN]).landlock(Inside::Refused),
    harmless(&["inode-flags", OWN]).landlock(Inside::Refused),
    // What is its own it may change as ever.
    done(&["chmod-scratch"]),
    done(&["litter"]).deed("changed", "litter/below/file"),
    harmless(&["deep"]).ended().deed("limit", "changes"),
    harmless(&["write", "{own}/link-out/harmless.txt"]),
    harmless(&["own-program"]),
    refused(&["program-of", "parent"]),
    refused(&["program-of", "1"]),
    done(&["setuid-make"]).landlock(Inside::Harmless),
    // Mounts.
    refused(&["mount-tmpfs"]).deed("refused", "mount"),
    refused(&["mount-proc"]).deed("refused", "mount"),
    refused(&["mount-bind", "/"]).deed("refused", "mount"),
    refused(&["remount-writable", "/"]).deed("refused", "mount"),
    refused(&["make-shared"]).deed("refused", "mount"),
    refused(&["umount"]).deed("refused", "umount"),
    refused(&["fsopen"]).deed("refused", "fsopen"),
    refused(&["fspick"]).deed("refused", "fspick"),
    refused(&["open-tree", "/"]).deed("refused", "open_tree"),
    refused(&["move-mount"]).deed("refused", "move_mount"),
    refused(&["mount-setattr"]).deed("refused", "mount_setattr"),
    refused(&["pivot-root"]).deed("refused", "pivot_root"),
    refused(&["chroot", SECRET]).deed("refused", "chroot"),
    refused(&["mknod-disk"]),
    refused(&["mknod-null"]),
    refused(&["quotactl"]).deed("refused", "quotactl"),
];
