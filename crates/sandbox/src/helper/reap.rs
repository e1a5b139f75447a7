//! Waits for the command and for everything it leaves, and tells.

use super::command::Command;
use crate::protocol::Tale;
use crate::sys::spare;
use crate::talk;
use rustix::fd::AsFd;
use rustix::process::{Pid, WaitOptions, WaitStatus};
use std::fs;
use std::time::{Duration, Instant};

/// How long what the command started may take to end after it: children of an honest server see their pipes close.
const GRACE: Duration = Duration::from_millis(200);
/// How often it is looked.
const STEP: Duration = Duration::from_millis(2);
/// How many are named.
const NAMED: usize = 100;
/// How much of a command line is told, in bytes.
const LINE: usize = 1024;

/// As pid 1: reaps until the command has ended, and names what is left then.
pub(super) fn namespace(control: impl AsFd, command: &Command) {
    let status = loop {
        match rustix::process::wait(WaitOptions::empty()) {
            Ok(Some((pid, status))) if pid == command.pid => break status,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    };
    ended(&control, status);
    let until = Instant::now() + GRACE;
    while others() && Instant::now() < until {
        std::thread::sleep(STEP);
    }
    for pid in processes() {
        left(&control, pid);
    }
}

/// Reaps what has ended; whether there still is a child of pid 1, or a process below one.
fn others() -> bool {
    loop {
        match rustix::process::wait(WaitOptions::NOHANG) {
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

/// All processes but pid 1, as `/proc` has them.
fn processes() -> Vec<Pid> {
    let all = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| *pid > 1)
        .filter_map(Pid::from_raw)
        .take(NAMED)
        .collect()
}

/// Names a process that is still there, by its command line; in brackets, by what it calls itself, where that is empty.
pub(super) fn left(control: impl AsFd, pid: Pid) {
    let read =
        |file| fs::read(format!("/proc/{}/{file}", pid.as_raw_nonzero())).unwrap_or_default();
    let Some(name) = alive(&read("stat")) else {
        return;
    };
    let line = read("cmdline");
    let line = match line.strip_suffix(b"\0").unwrap_or(&line) {
        b"" => &name,
        line => line,
    };
    let line = &line[..line.len().min(LINE)];
    let words: Vec<u8> = line
        .iter()
        .map(|b| if *b == 0 { b' ' } else { *b })
        .collect();
    let command = words.escape_ascii().to_string();
    talk::tell(control, &Tale::Left { command }, &[]);
}

/// What a process calls itself, in brackets; none where it has ended and only waits to be reaped.
fn alive(stat: &[u8]) -> Option<Vec<u8>> {
    // The name may hold anything; nothing after it holds a bracket.
    let from = memchr::memchr(b'(', stat)?;
    let to = memchr::memrchr(b')', stat)?;
    let state = stat.get(to + 2)?;
    let name = stat.get(from + 1..to)?;
    (!b"ZX".contains(state)).then(|| [b"[", name, b"]"].concat())
}

/// Tells how the command ended.
pub(super) fn ended(control: impl AsFd, status: WaitStatus) {
    let tale = Tale::Ended {
        code: status.exit_status(),
        signal: status.terminating_signal(),
    };
    talk::tell(control, &tale, &[]);
}

/// Tells what all of it used; nothing comes after.
pub(super) fn over(control: impl AsFd) {
    let used = spare::used_by_children();
    let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let tale = Tale::Over {
        user_ms: ms(used.user),
        system_ms: ms(used.system),
    };
    talk::tell(control, &tale, &[]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_ended_is_not_left() {
        assert_eq!(alive(b"7 (a) b) S 1 7"), Some(b"[a) b]".to_vec()));
        assert_eq!(alive(b"7 (a) Z 1 7"), None);
        assert_eq!(alive(b""), None);
    }
}
