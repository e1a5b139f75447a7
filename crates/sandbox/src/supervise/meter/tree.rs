//! A process and all below it, as `/proc` shows them.

use std::collections::BTreeSet;

/// How many processes are looked at.
const MOST: usize = 4_096;

/// What they hold together at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sample {
    /// Memory in bytes. Pages that processes share count once for each: it may be too much, never too little.
    pub(super) memory: u64,
    /// Processes below the first one.
    pub(super) processes: u64,
    /// Their threads, and those of the first one.
    pub(super) tasks: u64,
}

/// Measures a process and all below it. What ends meanwhile is not counted.
pub(super) fn sample(root: u32) -> Sample {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![root];
    let mut all = Sample::default();
    while let Some(pid) = waiting.pop() {
        if seen.len() >= MOST || !seen.insert(pid) {
            continue;
        }
        all.memory = all.memory.saturating_add(resident(pid));
        all.processes += u64::from(pid != root);
        for thread in threads(pid) {
            all.tasks += 1;
            waiting.extend(children(pid, &thread));
        }
    }
    all
}

/// The names of a process's threads.
fn threads(pid: u32) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(format!("/proc/{pid}/task")) else {
        return Vec::new();
    };
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.take(MOST).collect()
}

fn children(pid: u32, thread: &str) -> Vec<u32> {
    let list = std::fs::read_to_string(format!("/proc/{pid}/task/{thread}/children"));
    let list = list.unwrap_or_default();
    list.split_ascii_whitespace()
        .filter_map(|pid| pid.parse().ok())
        .collect()
}

fn resident(pid: u32) -> u64 {
    let sizes = std::fs::read_to_string(format!("/proc/{pid}/statm")).unwrap_or_default();
    let pages = sizes
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages
        .unwrap_or_default()
        .saturating_mul(rustix::param::page_size() as u64)
}
