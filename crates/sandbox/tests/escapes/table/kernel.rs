//! What no server needs of the kernel.

use crate::case::{Case, Inside, harmless, refused};

pub(super) const CASES: &[Case] = &[
    refused(&["bpf"]).deed("refused", "bpf"),
    refused(&["perf-event"]).deed("refused", "perf_event_open"),
    refused(&["userfaultfd"])
        .works()
        .deed("refused", "userfaultfd"),
    refused(&["add-key"]).works().deed("refused", "add_key"),
    refused(&["keyctl"]).works().deed("refused", "keyctl"),
    refused(&["request-key"])
        .works()
        .deed("refused", "request_key"),
    refused(&["io-uring"])
        .works()
        .deed("refused", "io_uring_setup"),
    refused(&["io-uring-enter"]),
    refused(&["fanotify"])
        .works()
        .deed("refused", "fanotify_init"),
    refused(&["seccomp-listener"]).works(),
    refused(&["syslog"]).deed("refused", "syslog"),
    harmless(&["personality"]).works(),
    refused(&["kexec"]).deed("refused", "kexec_load"),
    refused(&["kexec-file"]).deed("refused", "kexec_file_load"),
    refused(&["init-module"]).deed("refused", "init_module"),
    refused(&["finit-module"]).deed("refused", "finit_module"),
    refused(&["delete-module"]).deed("refused", "delete_module"),
    refused(&["swapon"]).deed("refused", "swapon"),
    refused(&["reboot"]).deed("refused", "reboot"),
    refused(&["acct"]).deed("refused", "acct"),
    refused(&["settime"]).deed("refused", "clock_settime"),
    refused(&["adjtime"]),
    refused(&["sethostname"]).deed("refused", "sethostname"),
    refused(&["setdomainname"]).deed("refused", "setdomainname"),
    refused(&["vhangup"]).deed("refused", "vhangup"),
    refused(&["realtime"]),
    refused(&["nice-up"]),
    refused(&["ioperm"]).deed("refused", "ioperm"),
    // Other doors into the kernel.
    refused(&["int80"]),
    refused(&["x32"]),
    refused(&["unknown-call"]),
    // Sockets of families that no server needs.
    refused(&["socket", "vsock"]).deed("refused", "AF_VSOCK"),
    refused(&["vsock-host"]).deed("refused", "AF_VSOCK"),
    refused(&["socket", "packet"]).deed("refused", "AF_PACKET"),
    refused(&["socket", "alg"]).deed("refused", "AF_ALG"),
    refused(&["socket", "bluetooth"]).deed("refused", "AF_BLUETOOTH"),
    refused(&["socket", "raw"]),
    refused(&["socket", "raw6"]),
    harmless(&["socket", "ping"]).landlock(Inside::Refused),
    // A socket that leads to nobody is none of a way out, in a network of its own.
    harmless(&["socket", "audit"]).landlock(Inside::Refused),
    harmless(&["socket", "netfilter"]).landlock(Inside::Refused),
    harmless(&["socket", "uevent"]).landlock(Inside::Refused),
    harmless(&["socket", "generic-netlink"]).landlock(Inside::Refused),
    refused(&["socket", "smc"]).deed("refused", "socket"),
    refused(&["socket", "rds"]),
    refused(&["socket", "tipc"]),
    refused(&["socket", "can"]),
    refused(&["socket", "xdp"]),
    refused(&["socket", "kcm"]),
    refused(&["socket", "rxrpc"]),
    refused(&["socket", "llc"]),
    refused(&["socket", "x25"]),
    refused(&["socket", "ax25"]),
    refused(&["socket", "appletalk"]),
    refused(&["socket", "nfc"]),
    refused(&["socket", "qipcrtr"]),
    refused(&["socket", "key"]),
    refused(&["socket", "pppox"]),
    refused(&["socket", "mctp"]),
    harmless(&["socket", "sctp"]).landlock(Inside::Refused),
    harmless(&["socket", "sctp-many"]).landlock(Inside::Refused),
    harmless(&["socket", "mptcp"]).landlock(Inside::Refused),
    harmless(&["socket", "dccp"]).landlock(Inside::Refused),
    harmless(&["socket", "udplite"]).landlock(Inside::Refused),
    harmless(&["socket", "l2tp"]).landlock(Inside::Refused),
];
