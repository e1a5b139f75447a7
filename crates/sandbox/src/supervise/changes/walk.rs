//! Walks through a directory of a hostile program: never through a link, never into a device, never without end.

use super::{Layer, Mark};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};
use std::ffi::CString;
use std::fs::File;
use std::io::Read as _;
use std::rc::Rc;

/// How deep. Each level keeps a descriptor open.
const DEPTH: usize = 48;
/// How many files are looked at in one layer.
const LOOKED_AT: usize = 20_000;
/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;

/// A walk, each directory before what is in it.
pub(super) struct Walk {
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
pub(super) struct Found {
    /// Its path as the command sees it. What is no text in it is replaced.
    pub(super) path: String,
    name: CString,
    parent: Rc<OwnedFd>,
    stat: Stat,
}

impl Walk {
    pub(super) fn new(layer: &Layer) -> Self {
        let mut walk = Self {
            open: Vec::new(),
            looked_at: 0,
            capped: false,
        };
        walk.enter(layer.dir.as_fd(), c".", layer.shown.trim_end_matches('/'));
        walk
    }

    /// Whether there is more than was looked at.
    pub(super) fn capped(&self) -> bool {
        self.capped
    }

    /// The next file. What cannot be looked at is passed over.
    pub(super) fn next(&mut self) -> Option<Found> {
        loop {
            let level = self.open.last_mut()?;
            let Some(Ok(entry)) = level.entries.next() else {
                self.open.pop();
                continue;
            };
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            self.looked_at += 1;
            if self.looked_at > LOOKED_AT {
                self.capped = true;
                return None;
            }
            let Ok(stat) = rustix::fs::statat(&level.dir, name, AtFlags::SYMLINK_NOFOLLOW) else {
                continue;
            };
            let path = format!("{}/{}", level.path, name.to_string_lossy());
            let found = Found {
                path,
                name: name.to_owned(),
                parent: Rc::clone(&level.dir),
                stat,
            };
            if found.directory() {
                let parent = Rc::clone(&found.parent);
                self.enter(parent.as_fd(), &found.name, &found.path);
            }
            return Some(found);
        }
    }

    fn enter(&mut self, parent: BorrowedFd<'_>, name: &std::ffi::CStr, path: &str) {
        if self.open.len() >= DEPTH {
            self.capped = true;
            return;
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let Ok(dir) = rustix::fs::openat(parent, name, flags, Mode::empty()) else {
            self.capped = true;
            return;
        };
        let Ok(entries) = Dir::read_from(&dir) else {
            return;
        };
        self.open.push(Level {
            dir: Rc::new(dir),
            entries,
            path: path.to_owned(),
        });
    }
}

impl Found {
    fn kind(&self) -> FileType {
        FileType::from_raw_mode(self.stat.st_mode)
    }

    pub(super) fn directory(&self) -> bool {
        self.kind() == FileType::Directory
    }

    pub(super) fn regular(&self) -> bool {
        self.kind() == FileType::RegularFile
    }

    pub(super) fn bytes(&self) -> u64 {
        u64::try_from(self.stat.st_size).unwrap_or_default()
    }

    /// Whether this stands for a file of the machine that was deleted.
    pub(super) fn whiteout(&self) -> bool {
        self.kind() == FileType::CharacterDevice && self.stat.st_rdev == 0
    }

    /// Whether this directory stands for one of the machine that was deleted and made anew.
    pub(super) fn hides_the_machine(&self) -> bool {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let Ok(dir) = rustix::fs::openat(&*self.parent, &self.name, flags, Mode::empty()) else {
            return false;
        };
        let mut value = [0; 1];
        ["user.overlay.opaque", "trusted.overlay.opaque"]
            .iter()
            .any(|name| rustix::fs::fgetxattr(&dir, *name, &mut value) == Ok(1) && value == *b"y")
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            number: self.stat.st_ino,
            // Entries that come and go change a directory; they are told by themselves.
            bytes: if self.directory() { 0 } else { self.bytes() },
            changed: if self.directory() {
                (0, 0)
            } else {
                (
                    self.stat.st_ctime,
                    i64::try_from(self.stat.st_ctime_nsec).unwrap_or_default(),
                )
            },
            directory: self.directory(),
        }
    }

    /// Opens a regular file for reading; nothing else.
    pub(super) fn open(&self) -> Option<File> {
        if !self.regular() {
            return None;
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&*self.parent, &self.name, flags, Mode::empty()).ok()?;
        Some(File::from(file))
    }

    /// Its first bytes, in pieces.
    pub(super) fn read(&self, most: u64) -> impl Iterator<Item = Vec<u8>> {
        let mut file = self.open().map(|file| file.take(most));
        std::iter::from_fn(move || {
            let mut piece = vec![0; PIECE];
            let got = file.as_mut()?.read(&mut piece).ok()?;
            piece.truncate(got);
            (got > 0).then_some(piece)
        })
    }
}
