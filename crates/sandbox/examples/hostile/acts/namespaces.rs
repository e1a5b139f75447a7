//! Namespaces of its own, and those of others. The first argument is a kind: `user`, `mnt`, `pid`, `net`, `ipc`, `uts`,
//! `cgroup`, `time`.

use super::attempt::{Act, Args, Attempt, Failed};
use super::raw;
use super::reads::open;
use libc::{AT_FDCWD, O_RDONLY};
use std::path::PathBuf;

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("unshare", unshare),
    Act::anywhere("clone", clone),
    Act::anywhere("clone3", clone3),
    Act::anywhere("clone3-into-cgroup", clone3_into_cgroup),
    Act::anywhere("setns", setns),
    Act::anywhere("setns-pidfd", setns_pidfd),
    Act::anywhere("nested-user-map", nested_user_map),
];

fn flag(kind: &str) -> Result<i32, Failed> {
    Ok(match kind {
        "user" => libc::CLONE_NEWUSER,
        "mnt" => libc::CLONE_NEWNS,
        "pid" => libc::CLONE_NEWPID,
        "net" => libc::CLONE_NEWNET,
        "ipc" => libc::CLONE_NEWIPC,
        "uts" => libc::CLONE_NEWUTS,
        "cgroup" => libc::CLONE_NEWCGROUP,
        "time" => 0x80,
        _ => return Err(Failed::short("no such kind of namespace")),
    })
}

fn unshare(args: &Args) -> Attempt {
    call!(libc::SYS_unshare, flag(args.text(0)?)?)?;
    Ok("unshared".to_owned())
}

/// A child in a new namespace. `time` is no flag of `clone`.
fn clone(args: &Args) -> Attempt {
    let pid = raw::fork(flag(args.text(0)?)?, || {})?;
    raw::wait(pid)?;
    Ok("cloned".to_owned())
}

fn clone3_with(flags: u64, cgroup: u64) -> Attempt {
    let signal = libc::SIGCHLD as u64;
    let wish = [flags, 0, 0, 0, signal, 0, 0, 0, 0, 0, cgroup];
    let pid = call!(libc::SYS_clone3, &wish, 88)? as i32;
    if pid == 0 {
        raw::exit(0);
    }
    raw::wait(pid)?;
    Ok("cloned".to_owned())
}

fn clone3(args: &Args) -> Attempt {
    clone3_with(flag(args.text(0)?)? as u64, 0)
}

/// A child that is born outside the limits.
fn clone3_into_cgroup(_: &Args) -> Attempt {
    let root = PathBuf::from("/sys/fs/cgroup");
    let fd = open(AT_FDCWD, &root, O_RDONLY)?;
    clone3_with(0x2_0000_0000, fd as u64)
}

/// Into a namespace of another process: its id, or `self`, and the kind.
fn setns(args: &Args) -> Attempt {
    let path = format!("/proc/{}/ns/{}", args.text(1)?, args.text(0)?);
    let fd = open(AT_FDCWD, &PathBuf::from(path), O_RDONLY)?;
    call!(libc::SYS_setns, fd, 0)?;
    Ok("entered".to_owned())
}

fn setns_pidfd(args: &Args) -> Attempt {
    let fd = call!(libc::SYS_pidfd_open, args.number(1)?, 0)?;
    call!(libc::SYS_setns, fd, flag(args.text(0)?)?)?;
    Ok("entered".to_owned())
}

/// A user namespace in which it would be root, and may mount.
fn nested_user_map(_: &Args) -> Attempt {
    let uid = call!(libc::SYS_getuid)?;
    call!(libc::SYS_unshare, libc::CLONE_NEWUSER | libc::CLONE_NEWNS)?;
    std::fs::write("/proc/self/setgroups", "deny")?;
    std::fs::write("/proc/self/uid_map", format!("0 {uid} 1"))?;
    let private = libc::MS_REC | libc::MS_PRIVATE;
    call!(libc::SYS_mount, c"", c"/", c"", private, 0)?;
    call!(libc::SYS_mount, c"tmpfs", c"/tmp", c"tmpfs", 0, 0)?;
    Ok("root of its own".to_owned())
}
