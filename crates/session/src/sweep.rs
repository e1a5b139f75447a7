//! Finds and ends what a server left behind, even where it left its process group.

use rustix::process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, waitpid};
use std::collections::BTreeSet;
use std::time::Duration;

/// How long what is left may take to go by itself: a child often ends a moment after its parent.
const GRACE: Duration = Duration::from_millis(500);
/// Between two looks.
const LOOK: Duration = Duration::from_millis(10);
/// How often the sweep goes round: what it ends may hand over children of its own.
const ROUNDS: u32 = 50;
/// Processes that are named.
const NAMED: usize = 20;
/// Characters of a command line that are shown.
const SHOWN: usize = 200;

/// Makes this process the one that adopts its descendants' orphans, for as long as it lives.
pub(crate) struct Nursery {
    /// Children that were there before.
    before: BTreeSet<i32>,
    restore: bool,
}

/// A process as the kernel lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    pid: i32,
    parent: i32,
    group: i32,
    zombie: bool,
}

impl Nursery {
    pub(crate) fn open() -> Self {
        let me = me();
        let before = processes()
            .into_iter()
            .filter(|p| p.parent == me)
            .map(|p| p.pid)
            .collect();
        Self {
            before,
            restore: adopt(true),
        }
    }

    /// Waits a little for what is left, then ends it; returns the command lines of what had to be ended.
    pub(crate) async fn sweep(&self, group: Pid) -> Vec<String> {
        let end = tokio::time::Instant::now() + GRACE;
        while self.left(group).iter().any(|p| !p.zombie) && tokio::time::Instant::now() < end {
            tokio::time::sleep(LOOK).await;
        }
        let mut ended = BTreeSet::new();
        let mut names = Vec::new();
        for _ in 0..ROUNDS {
            let left = self.left(group);
            if left.is_empty() {
                break;
            }
            for p in left.iter().filter(|p| !p.zombie && ended.insert(p.pid)) {
                names.push(command_line(p.pid));
            }
            end_all(&left);
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        if more > 0 {
            names.push(format!("and {more} more"));
        }
        names
    }

    /// The same at once, for when there is no time: the run was dropped.
    pub(crate) fn end_now(&self, group: Pid) {
        let _gone = kill_process_group(group, Signal::KILL);
        for _ in 0..ROUNDS {
            let left = self.left(group);
            if left.is_empty() {
                return;
            }
            end_all(&left);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Our new children, the members of the group, and all of their descendants.
    fn left(&self, group: Pid) -> Vec<Seen> {
        let me = me();
        let all = processes();
        let mut found: BTreeSet<i32> = all
            .iter()
            .filter(|p| p.pid != me)
            .filter(|p| {
                (p.parent == me && !self.before.contains(&p.pid)) || p.group == group.as_raw_pid()
            })
            .map(|p| p.pid)
            .collect();
        loop {
            let more: Vec<i32> = all
                .iter()
                .filter(|p| found.contains(&p.parent) && !found.contains(&p.pid))
                .map(|p| p.pid)
                .collect();
            if more.is_empty() {
                break;
            }
            found.extend(more);
        }
        all.into_iter().filter(|p| found.contains(&p.pid)).collect()
    }
}

impl Drop for Nursery {
    fn drop(&mut self) {
        if self.restore {
            adopt(false);
        }
    }
}

fn end_all(left: &[Seen]) {
    let me = me();
    for p in left {
        let Some(pid) = Pid::from_raw(p.pid) else {
            continue;
        };
        if !p.zombie {
            let _gone = kill_process(pid, Signal::KILL);
        }
        if p.parent == me {
            let _not_yet = waitpid(Some(pid), WaitOptions::NOHANG);
        }
    }
}

fn me() -> i32 {
    rustix::process::getpid().as_raw_pid()
}

/// Whether this changed anything.
#[cfg(target_os = "linux")]
fn adopt(orphans: bool) -> bool {
    let was = rustix::process::child_subreaper().ok().flatten().is_some();
    was != orphans
        && rustix::process::set_child_subreaper(orphans.then(rustix::process::getpid)).is_ok()
}

/// Elsewhere orphans go to the system; the process group is still ended.
#[cfg(not(target_os = "linux"))]
fn adopt(_orphans: bool) -> bool {
    false
}

/// All processes that can be seen; none where there is no `/proc`.
fn processes() -> Vec<Seen> {
    let Ok(entries) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .filter_map(|e| e.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter_map(|pid| {
            parse(
                pid,
                &std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?,
            )
        })
        .collect()
}

/// `pid (name) state parent group …`; the name may hold anything, so what follows its last parenthesis counts.
fn parse(pid: i32, stat: &str) -> Option<Seen> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace();
    let zombie = matches!(fields.next()?, "Z" | "X");
    Some(Seen {
        pid,
        zombie,
        parent: fields.next()?.parse().ok()?,
        group: fields.next()?.parse().ok()?,
    })
}

/// What runs there, escaped and shortened.
fn command_line(pid: i32) -> String {
    let bytes = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).replace('\0', " ");
    let shown: String = text
        .trim_end()
        .chars()
        .take(SHOWN)
        .flat_map(plain)
        .collect();
    if shown.is_empty() {
        format!("process {pid}")
    } else {
        shown
    }
}

fn plain(c: char) -> Vec<char> {
    if c == ' ' || c.is_ascii_graphic() || c.is_alphanumeric() {
        vec![c]
    } else {
        c.escape_unicode().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_parentheses_do_not_confuse() {
        let seen = parse(7, "7 (a) S 1 (b)) Z 42 43 44").unwrap();
        assert_eq!(
            seen,
            Seen {
                pid: 7,
                parent: 42,
                group: 43,
                zombie: true
            }
        );
        assert_eq!(parse(7, "7 (a"), None);
    }
}
