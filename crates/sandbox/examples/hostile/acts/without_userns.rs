//! Environments in which user namespaces, or Landlock too, cannot be had, for programs that fence others in.

use super::attempt::{Args, Attempt, Failed};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// Runs the command in the arguments where no user namespaces can be had. Ends as it does; 125 where that environment could
/// not be made.
pub(super) fn run(args: &Args) -> ExitCode {
    within(args, forbid)
}

/// The same where no Landlock can be had either.
pub(super) fn without_fences(args: &Args) -> ExitCode {
    within(args, || {
        forbid()?;
        forbid_landlock()
    })
}

fn within(args: &Args, make: impl Fn() -> Attempt) -> ExitCode {
    let command: Vec<&String> = args.0.iter().skip_while(|word| *word == "--").collect();
    let Some((program, rest)) = command.split_first() else {
        eprintln!("usage: hostile without-userns|without-fences -- COMMAND...");
        return ExitCode::from(2);
    };
    if let Err(failed) = make() {
        eprintln!("without-fences: {}", failed.detail);
        return ExitCode::from(125);
    }
    let error = Command::new(program).args(rest).exec();
    eprintln!("without-fences: {program}: {error}");
    ExitCode::from(127)
}

/// A user namespace of its own, with the same ids and no room for another, and then no rights in it.
fn forbid() -> Attempt {
    let (uid, gid) = (call!(libc::SYS_geteuid)?, call!(libc::SYS_getegid)?);
    call!(libc::SYS_unshare, libc::CLONE_NEWUSER)?;
    std::fs::write("/proc/self/setgroups", "deny")?;
    std::fs::write("/proc/self/uid_map", format!("{uid} {uid} 1"))?;
    std::fs::write("/proc/self/gid_map", format!("{gid} {gid} 1"))?;
    std::fs::write("/proc/sys/user/max_user_namespaces", "0")?;
    for capability in 0..64 {
        let _ = call!(libc::SYS_prctl, libc::PR_CAPBSET_DROP, capability, 0, 0, 0);
    }
    call!(libc::SYS_prctl, libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)?;
    let (header, none) = ([0x2008_0522u32, 0], [0u32; 6]);
    call!(libc::SYS_capset, &header, &none)?;
    match call!(libc::SYS_unshare, libc::CLONE_NEWUSER) {
        Err(_) => Ok("forbidden".to_owned()),
        Ok(_) => Err(Failed::short("user namespaces can still be had")),
    }
}

/// A filter, as an old kernel would have it: there is no call that makes a set of Landlock's rules.
fn forbid_landlock() -> Attempt {
    const LOAD_NUMBER: u16 = 0x20;
    const JUMP_IF_EQUAL: u16 = 0x15;
    const RETURN: u16 = 0x06;
    let instruction = |code, jt, jf, k| libc::sock_filter { code, jt, jf, k };
    let missing = libc::SECCOMP_RET_ERRNO | libc::ENOSYS as u32;
    let filter = [
        instruction(LOAD_NUMBER, 0, 0, 0),
        instruction(
            JUMP_IF_EQUAL,
            0,
            1,
            libc::SYS_landlock_create_ruleset as u32,
        ),
        instruction(RETURN, 0, 0, missing),
        instruction(RETURN, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog {
        len: filter.len() as u16,
        filter: filter.as_ptr().cast_mut(),
    };
    call!(
        libc::SYS_prctl,
        libc::PR_SET_SECCOMP,
        libc::SECCOMP_MODE_FILTER,
        &program
    )?;
    Ok("forbidden".to_owned())
}
