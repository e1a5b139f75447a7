//! A cgroup of its own for what runs inside, where the machine lets us make one: then the kernel keeps the limits.
//!
//! Whether it does is found by doing. Where a step fails there is no group, and the samples of the meter are what there
//! is: nothing is lost but precision.

use evidence::conduct::Limits;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Where cgroups of version 2 are, alone or beside those of version 1.
const MOUNTED: [&str; 2] = ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"];

/// The group of one sandbox. Removed when dropped, which is when everything in it is dead.
#[derive(Debug)]
pub(super) struct Group {
    path: PathBuf,
}

impl Group {
    /// Makes a group below our own, with these limits, and moves a process into it. What it starts from then on is in it.
    pub(super) fn around(pid: u32, limits: &Limits) -> Option<Self> {
        let own = fs::read_to_string("/proc/self/cgroup").ok()?;
        let own = own.lines().find_map(|line| line.strip_prefix("0::"))?;
        let below = |root| Path::new(root).join(own.trim_start_matches('/'));
        let parent = MOUNTED
            .iter()
            .map(below)
            .find(|path| path.join("cgroup.procs").exists())?;
        Self::below(&parent, pid, limits).ok()
    }

    fn below(parent: &Path, pid: u32, limits: &Limits) -> io::Result<Self> {
        let path = parent.join(format!("mcp-gatecheck-{}-{pid}", std::process::id()));
        fs::create_dir(&path)?;
        let group = Self { path };
        group.write("memory.max", &limits.memory.to_string())?;
        group.write("pids.max", &limits.processes.to_string())?;
        // Swapping would only make it slower to reach the limit; not everybody has swap.
        let _no_swap = group.write("memory.swap.max", "0");
        group.write("cgroup.procs", &pid.to_string())?;
        Ok(group)
    }

    /// The most memory that it held, in bytes.
    pub(super) fn peak_memory(&self) -> Option<u64> {
        let peak = fs::read_to_string(self.path.join("memory.peak")).ok()?;
        peak.trim().parse().ok()
    }

    /// Whether the kernel ended something in it for want of memory.
    pub(super) fn was_full(&self) -> bool {
        let events = fs::read_to_string(self.path.join("memory.events")).unwrap_or_default();
        let killed = events
            .lines()
            .find_map(|line| line.strip_prefix("oom_kill "));
        killed.is_some_and(|count| count.trim() != "0")
    }

    fn write(&self, file: &str, text: &str) -> io::Result<()> {
        // Files of a cgroup are there already: to create one would fail, and say less.
        fs::OpenOptions::new()
            .write(true)
            .open(self.path.join(file))
            .and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let _old_kernel = self.write("cgroup.kill", "1");
        for _ in 0..50 {
            match fs::remove_dir(&self.path) {
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy => {
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_that_cannot_be_limited_is_none() {
        // A directory that is no cgroup: the first limit cannot be written.
        let folder = tempfile::tempdir().unwrap();
        let group = Group::below(folder.path(), 1, &crate::LIMITS);
        assert!(group.is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_group_is_had_and_removed_or_not_had() {
        let mut child = std::process::Command::new("sleep")
            .arg("30")
            .spawn()
            .unwrap();
        let group = Group::around(child.id(), &crate::LIMITS);
        if let Some(group) = &group {
            assert!(group.path.exists());
            assert!(!group.was_full());
        } else {
            crate::skipped("no cgroup can be made here");
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if let Some(group) = group {
            let path = group.path.clone();
            drop(group);
            assert!(!path.exists());
        }
    }
}
