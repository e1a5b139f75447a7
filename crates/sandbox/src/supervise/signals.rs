//! Whom a signal is for, where the kernel does not keep the command's signals from the machine's other processes: a
//! Landlock before Linux 6.12. All of it lies in registers; only a pid that is given to somebody else between the look
//! and the signal could deceive.

use std::fs;

/// How many parents are asked for.
const DEEP: usize = 1_000;

/// Whether this is a call that sends a signal to a process which is not the command's.
pub(super) fn foreign(caller: u32, name: &str, args: &[u64; 6]) -> bool {
    let number = args[0] as u32 as i32;
    let target = match name {
        // Its own group: it has left ours.
        "kill" if number == 0 => return false,
        "kill" => number
            .checked_neg()
            .filter(|group| *group > 0)
            .unwrap_or(number),
        "tkill" | "tgkill" | "rt_sigqueueinfo" | "rt_tgsigqueueinfo" => number,
        "pidfd_send_signal" => behind(caller, number).unwrap_or(0),
        _ => return false,
    };
    // 1 stands for everybody as well, as a group.
    target <= 1 || !is_below(target, std::process::id().cast_signed())
}

/// Whether a process is a descendant of ours, but no child: those are helpers.
fn is_below(pid: i32, ours: i32) -> bool {
    let mut above = std::iter::successors(parent(pid), |pid| parent(*pid)).take(DEEP);
    above.next().is_some_and(|first| first != ours) && above.any(|pid| pid == ours)
}

fn parent(pid: i32) -> Option<i32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name may hold anything; nothing after it holds a bracket.
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok()
}

/// The process behind a pidfd of the caller.
fn behind(caller: u32, fd: i32) -> Option<i32> {
    let about = fs::read_to_string(format!("/proc/{caller}/fdinfo/{fd}")).ok()?;
    let pid = about.lines().find_map(|line| line.strip_prefix("Pid:"))?;
    pid.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    fn args(pid: i64) -> [u64; 6] {
        [pid.cast_unsigned(), 9, 0, 0, 0, 0]
    }

    #[test]
    fn only_what_the_command_started_is_its_own() {
        let mut helper = Command::new("/bin/sh")
            .args(["-c", "sleep 60 & echo $!; wait"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let out = helper.stdout.take().unwrap();
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut line).unwrap();
        let child: i64 = line.trim().parse().unwrap();
        let ours = i64::from(std::process::id());
        for (name, pid, is_foreign) in [
            ("kill", child, false),
            ("kill", -child, false),
            ("tgkill", child, false),
            ("kill", 0, false),
            ("kill", i64::from(helper.id()), true),
            ("kill", ours, true),
            ("kill", 1, true),
            ("kill", -1, true),
            ("tkill", 0, true),
            ("kill", i64::from(i32::MIN), true),
            ("pidfd_send_signal", 99_999, true),
            ("getpid", 1, false),
        ] {
            assert_eq!(
                foreign(helper.id(), name, &args(pid)),
                is_foreign,
                "{name} {pid}"
            );
        }
        let _gone = Command::new("kill").arg(child.to_string()).status();
        helper.kill().unwrap();
        helper.wait().unwrap();
    }
}
