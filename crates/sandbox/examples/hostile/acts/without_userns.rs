//! An environment in which no user namespaces can be had, for programs that fence others in.

use super::attempt::{Args, Attempt, Failed};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// Runs the command in the arguments there. Ends as it does; 125 where that environment could not be made.
pub(super) fn run(args: &Args) -> ExitCode {
    let command: Vec<&String> = args.0.iter().skip_while(|word| *word == "--").collect();
    let Some((program, rest)) = command.split_first() else {
        eprintln!("usage: hostile without-userns -- COMMAND...");
        return ExitCode::from(2);
    };
    if let Err(failed) = forbid() {
        eprintln!("without-userns: {}", failed.detail);
        return ExitCode::from(125);
    }
    let error = Command::new(program).args(rest).exec();
    eprintln!("without-userns: {program}: {error}");
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
