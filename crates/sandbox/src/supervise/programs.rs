//! Which program a process is, looked up once.

use super::{paths, text};
use std::collections::HashMap;

/// How many processes are remembered.
const REMEMBERED: usize = 1_024;

/// The programs of processes.
#[derive(Debug, Default)]
pub(super) struct Programs {
    known: HashMap<u32, String>,
}

impl Programs {
    /// The program of a process or thread; none where it cannot be told.
    pub(super) fn of(&mut self, pid: u32) -> Option<String> {
        if let Some(known) = self.known.get(&pid) {
            return Some(known.clone());
        }
        let program = paths::link(&format!("/proc/{pid}/exe"))?;
        let program = text::clean(program.trim_end_matches(" (deleted)").as_bytes());
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(pid, program.clone());
        Some(program)
    }

    /// Forgets a process that becomes another program.
    pub(super) fn forget(&mut self, pid: u32) {
        self.known.remove(&pid);
    }
}
