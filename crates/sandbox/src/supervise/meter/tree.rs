//! A process and all below it, as `/proc` shows them.

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;

/// How many processes are looked at.
const MOST: usize = 4_096;

/// How many descriptors are looked at.
const DESCRIPTORS: usize = 16_384;

/// What they hold together at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sample {
    /// Memory in bytes, with that of files which lie in memory only. What processes share, or have open and mapped, counts
    /// more than once: it may be too much.
    pub(super) memory: u64,
    /// Bytes of files on disk that are open and have no name any more.
    pub(super) nameless: u64,
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
    let mut files = Files::default();
    while let Some(pid) = waiting.pop() {
        if seen.len() >= MOST || !seen.insert(pid) {
            continue;
        }
        all.memory = all.memory.saturating_add(resident(pid));
        files.open(pid, &mut all);
        all.processes += u64::from(pid != root);
        for thread in threads(pid) {
            all.tasks += 1;
            waiting.extend(children(pid, &thread));
        }
    }
    all
}

/// The files without a name that were seen.
#[derive(Default)]
struct Files {
    seen: BTreeSet<(u64, u64)>,
    descriptors: usize,
}

impl Files {
    /// Adds what lies in files that this process has open and nobody can find: those in memory only (`memfd_create`), and
    /// those that were deleted.
    fn open(&mut self, pid: u32, all: &mut Sample) {
        let open = std::fs::read_dir(format!("/proc/{pid}/fd"));
        let open = open.into_iter().flatten().flatten();
        for entry in open.take(DESCRIPTORS.saturating_sub(self.descriptors)) {
            self.descriptors += 1;
            let path = entry.path();
            let link = std::fs::read_link(&path).unwrap_or_default();
            let link = link.as_os_str().as_bytes();
            if !link.ends_with(b" (deleted)") {
                continue;
            }
            let Ok(file) = std::fs::metadata(path) else {
                continue;
            };
            if file.nlink() > 0 || !self.seen.insert((file.dev(), file.ino())) {
                continue;
            }
            let sum = match link.starts_with(b"/memfd:") {
                true => &mut all.memory,
                false => &mut all.nameless,
            };
            *sum = sum.saturating_add(file.blocks().saturating_mul(512));
        }
    }
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
