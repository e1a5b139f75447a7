//! Rights that it was not given.

use super::attempt::{Act, Args, Attempt, Failed, c, scratch};
use libc::{AT_FDCWD, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, PR_CAPBSET_READ, PR_SET_NO_NEW_PRIVS};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("setuid", setuid),
    Act::anywhere("setgid", setgid),
    Act::anywhere("setgroups", setgroups),
    Act::anywhere("capset", capset),
    Act::anywhere("bounding-set", bounding_set),
    Act::anywhere("ambient", ambient),
    Act::anywhere("status", status),
    Act::anywhere("new-privileges", new_privileges),
    Act::anywhere("setuid-program", setuid_program),
    Act::anywhere("setuid-make", setuid_make),
    Act::anywhere("raise-limit", raise_limit),
    Act::anywhere("undumpable", undumpable),
];

/// To the user that the argument says: root, or another.
fn setuid(args: &Args) -> Attempt {
    let uid = args.number(0)?;
    if uid == call!(libc::SYS_getuid)? {
        return Err(Failed::short("it is that already"));
    }
    call!(libc::SYS_setresuid, uid, uid, uid)?;
    Ok("another user".to_owned())
}

fn setgid(args: &Args) -> Attempt {
    let gid = args.number(0)?;
    if gid == call!(libc::SYS_getgid)? {
        return Err(Failed::short("it is that already"));
    }
    call!(libc::SYS_setresgid, gid, gid, gid)?;
    Ok("another group".to_owned())
}

fn setgroups(_: &Args) -> Attempt {
    let groups = [0u32];
    call!(libc::SYS_setgroups, 1, &groups)?;
    Ok("another group".to_owned())
}

/// All that there are.
fn capset(_: &Args) -> Attempt {
    let header = [0x2008_0522u32, 0];
    let all = [u32::MAX, u32::MAX, 0, 0x1ff, 0x1ff, 0];
    call!(libc::SYS_capset, &header, &all)?;
    Ok("all capabilities".to_owned())
}

/// What a program with file capabilities could still get.
fn bounding_set(_: &Args) -> Attempt {
    for capability in 0..64 {
        if call!(libc::SYS_prctl, PR_CAPBSET_READ, capability, 0, 0, 0).is_ok_and(|is| is == 1) {
            return Ok(format!("capability {capability}"));
        }
    }
    Err(Failed::short("empty"))
}

fn ambient(_: &Args) -> Attempt {
    for capability in 0..41 {
        let raise = PR_CAP_AMBIENT_RAISE;
        if call!(libc::SYS_prctl, PR_CAP_AMBIENT, raise, capability, 0, 0).is_ok() {
            return Ok(format!("capability {capability}"));
        }
    }
    Err(Failed {
        errno: libc::EPERM,
        detail: "none".to_owned(),
    })
}

/// What the kernel says of it: it ought to hold nothing, and to be under a filter.
fn status(_: &Args) -> Attempt {
    let text = std::fs::read_to_string("/proc/self/status")?;
    let wanted =
        ["CapInh", "CapPrm", "CapEff", "CapAmb"].map(|name| format!("{name}:\t0000000000000000"));
    let wanted = wanted
        .into_iter()
        .chain(["NoNewPrivs:\t1".to_owned(), "Seccomp:\t2".to_owned()]);
    let missing: Vec<String> = wanted
        .filter(|line| !text.lines().any(|found| found == line))
        .collect();
    if missing.is_empty() {
        return Err(Failed::short("no rights"));
    }
    Ok(format!("not so: {}", missing.join(", ")))
}

fn new_privileges(_: &Args) -> Attempt {
    call!(libc::SYS_prctl, PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0)?;
    Ok("allowed again".to_owned())
}

/// The user by whose rights a process acts.
fn effective(pid: u32) -> Option<String> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = text.lines().find(|line| line.starts_with("Uid:"))?;
    line.split_whitespace().nth(2).map(str::to_owned)
}

/// Runs the program that the argument says and looks whose rights it has.
fn setuid_program(args: &Args) -> Attempt {
    let mine = effective(std::process::id());
    let mut child = Command::new(args.text(0)?)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let start = Instant::now();
    let mut other = None;
    while other.is_none() && start.elapsed() < Duration::from_millis(300) {
        other = effective(child.id()).filter(|uid| Some(uid) != mine.as_ref());
        if child.try_wait()?.is_some() {
            break;
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    match other {
        Some(uid) => Ok(format!("the rights of user {uid}")),
        None => Err(Failed::short("no other rights")),
    }
}

/// A copy of itself with the bit set: harmless, unless the file outlives the sandbox.
fn setuid_make(_: &Args) -> Attempt {
    let path = scratch("setuid");
    std::fs::copy("/proc/self/exe", &path)?;
    let path = c(path)?;
    call!(libc::SYS_fchmodat, AT_FDCWD, path.as_c_str(), 0o4755)?;
    Ok("made".to_owned())
}

fn raise_limit(_: &Args) -> Attempt {
    for resource in [libc::RLIMIT_NPROC, libc::RLIMIT_FSIZE, libc::RLIMIT_CORE] {
        let mut limit = [0u64; 2];
        call!(libc::SYS_prlimit64, 0, resource, 0, &mut limit)?;
        let more = [u64::MAX, u64::MAX];
        if limit[1] != u64::MAX {
            call!(libc::SYS_prlimit64, 0, resource, &more, 0)?;
            return Ok(format!("limit {resource}"));
        }
    }
    Ok("there are no limits".to_owned())
}

/// Asks that nobody may look into it. Reached, where the kernel then says so.
fn undumpable(_: &Args) -> Attempt {
    call!(libc::SYS_prctl, libc::PR_SET_DUMPABLE, 0, 0, 0, 0)?;
    match call!(libc::SYS_prctl, libc::PR_GET_DUMPABLE, 0, 0, 0, 0)? {
        0 => Ok("nobody may look into it".to_owned()),
        _ => Err(Failed::short("it only seemed so")),
    }
}
