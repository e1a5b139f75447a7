//! Walks through a directory of a hostile program: never through a link, never into a device, never without end.

use rustix::fd::{AsFd, AsRawFd as _, OwnedFd};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat, chmod, fchmod, openat};
use rustix::io::Errno;
use rustix::path::Arg;
use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::Read as _;
use std::rc::Rc;
use std::time::Instant;

/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;

/// Where a walk ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// How deep it goes. Each level keeps a descriptor open.
    depth: usize,
    /// How many files are looked at.
    files: usize,
    /// When it ends.
    until: Option<Instant>,
    /// Whether nothing runs there any more, so that modes that forbid to look may be changed.
    dead: bool,
}

impl Bounds {
    /// For looking at each file.
    pub(crate) fn looking(until: Instant, dead: bool) -> Self {
        Self {
            depth: 48,
            files: 20_000,
            until: Some(until),
            dead,
        }
    }

    /// For adding up what is in use.
    pub(super) fn weighing(files: usize) -> Self {
        Self {
            depth: 200,
            files,
            until: None,
            dead: false,
        }
    }

    /// Whether this file is one too many, or too late.
    fn end(&self, looked_at: usize) -> bool {
        looked_at > self.files || self.until.is_some_and(|end| Instant::now() > end)
    }
}

/// A walk, each directory before what is in it.
pub(crate) struct Walk {
    bounds: Bounds,
    open: Vec<Level>,
    looked_at: usize,
    capped: bool,
}

struct Level {
    dir: Rc<OwnedFd>,
    entries: Dir,
    path: String,
}

/// A file that was found, of any kind.
pub(crate) struct Found {
    /// Its path as the command sees it. What is no text in it is replaced.
    pub(crate) path: String,
    name: CString,
    parent: Rc<OwnedFd>,
    stat: Stat,
}

impl Walk {
    /// Begins at a directory, which is shown as `shown`.
    pub(crate) fn new(top: OwnedFd, shown: &str, bounds: Bounds) -> Self {
        let mut walk = Self {
            bounds,
            open: Vec::new(),
            looked_at: 0,
            capped: false,
        };
        walk.enter(top, shown.trim_end_matches('/'));
        walk
    }

    /// Whether there is more than was looked at.
    pub(crate) fn capped(&self) -> bool {
        self.capped
    }

    /// The next file. What cannot be looked at is passed over.
    pub(crate) fn next(&mut self) -> Option<Found> {
        loop {
            let level = self.open.last_mut()?;
            let entry = match level.entries.next() {
                Some(Ok(entry)) => entry,
                end => {
                    self.capped |= end.is_some();
                    self.open.pop();
                    continue;
                }
            };
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            self.looked_at += 1;
            if self.bounds.end(self.looked_at) {
                self.capped = true;
                return None;
            }
            let stat = match rustix::fs::statat(&level.dir, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => stat,
                Err(Errno::NOENT) => continue,
                Err(_) => {
                    self.capped = true;
                    continue;
                }
            };
            let found = Found {
                path: format!("{}/{}", level.path, name.to_string_lossy()),
                name: name.to_owned(),
                parent: Rc::clone(&level.dir),
                stat,
            };
            if found.directory() {
                self.below(&found);
            }
            return Some(found);
        }
    }

    fn below(&mut self, found: &Found) {
        if self.open.len() >= self.bounds.depth {
            self.capped = true;
            return;
        }
        let dir = match self.bounds.dead {
            true => anyhow(&found.parent, &found.name, OFlags::DIRECTORY),
            false => directory(&found.parent, &found.name),
        };
        match dir {
            Ok(dir) => self.enter(dir, &found.path),
            // It went away, or became something else.
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) => {}
            Err(_) => self.capped = true,
        }
    }

    fn enter(&mut self, dir: OwnedFd, path: &str) {
        if self.bounds.dead {
            // One that may be read, but not passed through, hides what its files are.
            let _not_ours = fchmod(&dir, Mode::RWXU);
        }
        match Dir::read_from(&dir) {
            Ok(entries) => self.open.push(Level {
                dir: Rc::new(dir),
                entries,
                path: path.to_owned(),
            }),
            Err(_) => self.capped = true,
        }
    }
}

/// Opens a directory, and no link to one.
pub(super) fn directory(parent: impl AsFd, name: impl Arg + Copy) -> Result<OwnedFd, Errno> {
    openat(parent, name, KIND | OFlags::DIRECTORY, Mode::empty())
}

/// For reading, and nothing but what is there itself.
const KIND: OFlags = OFlags::RDONLY
    .union(OFlags::NOFOLLOW)
    .union(OFlags::NONBLOCK)
    .union(OFlags::CLOEXEC);

/// Opens a file whose mode may forbid that: then it is changed.
fn anyhow(parent: impl AsFd, name: &CStr, flags: OFlags) -> Result<OwnedFd, Errno> {
    match openat(&parent, name, KIND | flags, Mode::empty()) {
        Err(Errno::ACCESS) => {}
        opened => return opened,
    }
    let place = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let held = openat(&parent, name, place, Mode::empty())?;
    chmod(format!("/proc/self/fd/{}", held.as_raw_fd()), Mode::RWXU)?;
    openat(&parent, name, KIND | flags, Mode::empty())
}

impl Found {
    fn kind(&self) -> FileType {
        FileType::from_raw_mode(self.stat.st_mode)
    }

    pub(crate) fn directory(&self) -> bool {
        self.kind() == FileType::Directory
    }

    pub(crate) fn regular(&self) -> bool {
        self.kind() == FileType::RegularFile
    }

    pub(crate) fn bytes(&self) -> u64 {
        u64::try_from(self.stat.st_size).unwrap_or_default()
    }

    /// Whether this stands for a file of the machine that was deleted.
    pub(crate) fn whiteout(&self) -> bool {
        self.kind() == FileType::CharacterDevice && self.stat.st_rdev == 0
    }

    /// Whether this directory stands for one of the machine that was deleted and made anew.
    pub(crate) fn hides_the_machine(&self) -> bool {
        let Ok(dir) = directory(&*self.parent, &self.name) else {
            return false;
        };
        let mut value = [0; 1];
        ["user.overlay.opaque", "trusted.overlay.opaque"]
            .iter()
            .any(|name| rustix::fs::fgetxattr(&dir, *name, &mut value) == Ok(1) && value == *b"y")
    }

    /// How much room it takes, in bytes.
    pub(super) fn room(&self) -> u64 {
        u64::try_from(self.stat.st_blocks)
            .unwrap_or_default()
            .saturating_mul(512)
    }

    /// Its number in the file system.
    pub(crate) fn number(&self) -> u64 {
        self.stat.st_ino
    }

    /// When it was changed last, in seconds and nanoseconds: no program can set it.
    pub(crate) fn changed(&self) -> (i64, i64) {
        let nanoseconds = i64::try_from(self.stat.st_ctime_nsec).unwrap_or_default();
        (self.stat.st_ctime, nanoseconds)
    }

    /// Opens a regular file for reading; nothing else.
    pub(crate) fn open(&self) -> Option<File> {
        if !self.regular() {
            return None;
        }
        let file = anyhow(&*self.parent, &self.name, OFlags::empty()).ok()?;
        Some(File::from(file))
    }

    /// Its first bytes, in pieces.
    pub(crate) fn read(&self, most: u64) -> impl Iterator<Item = Vec<u8>> {
        let mut file = self.open().map(|file| file.take(most));
        std::iter::from_fn(move || {
            let mut piece = vec![0; PIECE];
            let got = file.as_mut()?.read(&mut piece).ok()?;
            piece.truncate(got);
            (got > 0).then_some(piece)
        })
    }
}
