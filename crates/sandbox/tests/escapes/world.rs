//! What lies outside: files, sockets and a process, all of the same user, and all to be found untouched afterwards.

mod files;
mod sockets;
mod victim;

use super::programs::{Who, everybody, programs};
use files::Files;
use sockets::Sockets;
use std::path::{Path, PathBuf};
use victim::Victim;

/// Everything outside that acts aim at.
pub(crate) struct World {
    /// Whose it is.
    pub(crate) who: Who,
    place: tempfile::TempDir,
    /// Where the sandbox may keep something as long as it runs.
    temporary: tempfile::TempDir,
    files: Files,
    sockets: Sockets,
    victim: Victim,
    machine: Vec<String>,
}

impl World {
    /// A fresh one.
    pub(crate) fn new(who: Who) -> Self {
        let place = tempfile::tempdir().unwrap();
        everybody(place.path());
        files::make(place.path(), &programs().join("hostile"));
        let sockets = Sockets::open(&place.path().join("outside"));
        files::give(place.path(), who);
        let temporary = tempfile::tempdir().unwrap();
        files::give(temporary.path(), who);
        Self {
            who,
            files: Files::read(place.path()),
            victim: Victim::start(who),
            machine: machine(),
            sockets,
            place,
            temporary,
        }
    }

    /// A file in the command's own tree.
    pub(crate) fn own(&self, name: &str) -> PathBuf {
        self.place.path().join("own").join(name)
    }

    /// The real HOME.
    pub(crate) fn home(&self) -> PathBuf {
        self.place.path().join("home")
    }

    /// The directory for temporary files.
    pub(crate) fn temporary(&self) -> &Path {
        self.temporary.path()
    }

    /// Puts what lies outside into a word of an act.
    pub(crate) fn fill(&self, word: &str) -> String {
        let path = |below: &str| self.place.path().join(below).display().to_string();
        let words = [
            ("{outside}", path("outside")),
            ("{home}", path("home")),
            ("{own}", path("own")),
            ("{pid}", self.victim.pid.to_string()),
            ("{address}", self.victim.address.to_string()),
            ("{key}", self.victim.key.to_string()),
        ];
        let words = words.into_iter().chain(self.sockets.words());
        words.fold(word.to_owned(), |word, (name, value)| {
            word.replace(name, &value)
        })
    }

    /// Everything that is different, or that arrived, since it was made or asked last.
    pub(crate) fn changed(&mut self) -> Vec<String> {
        let mut changed = self.files.changed(self.place.path());
        changed.extend(self.sockets.arrived());
        changed.extend(self.victim.touched());
        changed.extend(differences(&self.machine, &machine()));
        let left = std::fs::read_dir(self.temporary()).unwrap();
        changed.extend(left.map(|entry| format!("left behind: {:?}", entry.unwrap().path())));
        changed
    }
}

/// What of the whole machine an act could change.
fn machine() -> Vec<String> {
    let files = [
        "/proc/sys/kernel/hostname",
        "/proc/sys/kernel/domainname",
        "/proc/sys/kernel/core_pattern",
        "/proc/sys/kernel/modprobe",
        "/proc/sys/vm/overcommit_memory",
        "/proc/self/mounts",
        "/proc/swaps",
    ];
    let tell = |path: &&str| {
        let text = std::fs::read_to_string(Path::new(path)).unwrap_or_default();
        format!("{path}: {text}")
    };
    files.iter().map(tell).collect()
}

/// Lines that are not on both sides.
fn differences(before: &[String], after: &[String]) -> Vec<String> {
    let gone = before.iter().filter(|line| !after.contains(line));
    let new = after.iter().filter(|line| !before.contains(line));
    gone.map(|line| format!("gone outside: {line}"))
        .chain(new.map(|line| format!("new outside: {line}")))
        .collect()
}
