//! A process and all below it, as `/proc` shows them.

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;

/// How many threads of a process are looked at.
const MOST: usize = 4_096;

/// How many descriptors are looked at.
const DESCRIPTORS: usize = 16_384;

/// What they hold together at one moment.
#[derive(Debug, Default)]
pub(super) struct Sample {
    /// Who they are.
    pub(super) pids: BTreeSet<u32>,
    /// Memory in bytes. Pages that processes share count once for each: it may be too much, never too little.
    pub(super) memory: u64,
    /// Processes below the first one.
    pub(super) processes: u64,
    /// Their threads, and those of the first one.
    pub(super) tasks: u64,
}

/// Measures a process and all below it. What ends meanwhile is not counted; of more threads than `enough` no more is.
pub(super) fn sample(root: u32, enough: u64) -> Sample {
    let mut waiting = vec![root];
    let mut all = Sample::default();
    while let Some(pid) = waiting.pop() {
        if all.tasks > enough || !all.pids.insert(pid) {
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

/// What lies in files that processes have open and nobody else can find.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Nameless {
    /// Bytes of those in memory only (`memfd_create`). What is mapped as well counts twice.
    pub(super) memory: u64,
    /// Bytes of those on disk that were deleted.
    pub(super) disk: u64,
}

/// Adds up such files, each once.
pub(super) fn nameless(pids: &BTreeSet<u32>) -> Nameless {
    let mut all = Nameless::default();
    let mut seen = BTreeSet::new();
    let open = pids
        .iter()
        .filter_map(|pid| std::fs::read_dir(format!("/proc/{pid}/fd")).ok())
        .flatten()
        .flatten();
    for entry in open.take(DESCRIPTORS) {
        let path = entry.path();
        let link = std::fs::read_link(&path).unwrap_or_default();
        let link = link.as_os_str().as_bytes();
        if !link.ends_with(b" (deleted)") {
            continue;
        }
        let Ok(file) = std::fs::metadata(path) else {
            continue;
        };
        if file.nlink() > 0 || !seen.insert((file.dev(), file.ino())) {
            continue;
        }
        let sum = match link.starts_with(b"/memfd:") {
            true => &mut all.memory,
            false => &mut all.disk,
        };
        *sum = sum.saturating_add(file.blocks().saturating_mul(512));
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
