//! Other processes, rights, and living on.

use crate::case::{Case, Inside, done, harmless, refused, short};

pub(super) const CASES: &[Case] = &[
    // Looking into others.
    refused(&["ptrace-traceme"])
        .works()
        .deed("refused", "ptrace"),
    refused(&["ptrace-seize", "{pid}"])
        .works()
        .deed("refused", "ptrace"),
    refused(&["vm-read", "{pid}", "{address}"])
        .works()
        .deed("refused", "process_vm_readv"),
    refused(&["vm-write", "{pid}", "{address}"]).deed("refused", "process_vm_writev"),
    refused(&["proc-mem-read", "{pid}", "{address}"]).works(),
    refused(&["proc-mem-write", "{pid}", "{address}"]),
    refused(&["pidfd-getfd", "{pid}"]).works(),
    refused(&["process-madvise", "{pid}", "{address}"]),
    refused(&["kcmp", "{pid}"]).works(),
    refused(&["prlimit", "{pid}"]),
    refused(&["prlimit", "1"]).deed("refused", "prlimit64"),
    refused(&["renice", "{pid}"]),
    refused(&["ioprio", "{pid}"]),
    refused(&["affinity", "{pid}"]),
    refused(&["scheduler", "{pid}"]),
    refused(&["move-pages", "{pid}", "{address}"]).works(),
    refused(&["shm", "{key}"]).noticed(),
    refused(&["message-queue", "{key}"]).noticed(),
    refused(&["semaphore", "{key}"]).works(),
    refused(&["posix-queue", "{key}"]).noticed(),
    refused(&["descriptors-of", "{pid}"]).works(),
    refused(&["descriptors-of", "parent"]),
    refused(&["descriptors-of", "1"]),
    short(&["look-for", "victim"])
        .landlock(Inside::Harmless)
        .works(),
    // Ending others. Signals within the sandbox are its own.
    refused(&["kill", "{pid}"]),
    refused(&["tkill", "{pid}"]),
    refused(&["sigqueue", "{pid}"]),
    refused(&["pidfd-signal", "{pid}"]),
    harmless(&["sigio", "{pid}"]),
    // The kernel says yes to this where everybody was out of reach, but there was somebody.
    refused(&["kill-everybody"]).landlock(Inside::Harmless),
    harmless(&["kill-init"]).landlock(Inside::Refused),
    harmless(&["kill-parent"]).landlock(Inside::Refused),
    // Namespaces of its own, and those of others.
    refused(&["unshare", "user"])
        .works()
        .deed("refused", "unshare"),
    refused(&["unshare", "mnt"]).deed("refused", "unshare"),
    refused(&["unshare", "pid"]).deed("refused", "unshare"),
    refused(&["unshare", "net"]).deed("refused", "unshare"),
    refused(&["unshare", "ipc"]).deed("refused", "unshare"),
    refused(&["unshare", "uts"]).deed("refused", "unshare"),
    refused(&["unshare", "cgroup"]).deed("refused", "unshare"),
    refused(&["unshare", "time"]).deed("refused", "unshare"),
    refused(&["clone", "user"]).works().deed("refused", "clone"),
    refused(&["clone", "mnt"]).deed("refused", "clone"),
    refused(&["clone", "pid"]).deed("refused", "clone"),
    refused(&["clone", "net"]).deed("refused", "clone"),
    refused(&["clone", "ipc"]).deed("refused", "clone"),
    refused(&["clone", "uts"]).deed("refused", "clone"),
    refused(&["clone", "cgroup"]).deed("refused", "clone"),
    refused(&["clone3", "user"]).works(),
    refused(&["clone3", "mnt"]),
    refused(&["clone3", "net"]),
    refused(&["clone3", "time"]),
    refused(&["clone3-into-cgroup"]),
    refused(&["setns", "net", "self"]),
    refused(&["setns", "mnt", "1"]),
    refused(&["setns", "user", "{pid}"]),
    refused(&["setns-pidfd", "mnt", "{pid}"]),
    refused(&["nested-user-map"]).works(),
    // Rights.
    short(&["setuid", "0"]),
    short(&["setuid", "12345"]),
    short(&["setgid", "0"]),
    refused(&["setgroups"]),
    refused(&["capset"]),
    // Who has no rights cannot drop what it could never get: no new privileges is what holds.
    short(&["bounding-set"]).landlock(Inside::Harmless).works(),
    refused(&["ambient"]),
    short(&["status"]).works(),
    refused(&["new-privileges"]),
    short(&["setuid-program", "/usr/bin/su"]),
    short(&["setuid-program", "/usr/bin/mount"]),
    short(&["setuid-program", "/usr/bin/passwd"]),
    refused(&["raise-limit"]),
    short(&["undumpable"]).works(),
    // Doors that were left open.
    short(&["inherited"]),
    short(&["standard-streams"]),
    done(&["own-memory"]).landlock(Inside::Harmless),
    short(&["tiocsti"]),
    short(&["tioclinux"]),
    done(&["memfd-program"]).works().deed("run", "memfd"),
    done(&["script", "true"]).works().deed("run", "sh"),
    // Living on: what is left is ended, and told.
    done(&["daemon"]).deed("left", "hostile"),
    done(&["nameless-daemon"]).deed("left", "[cat]"),
];
