//! What is different on the sandbox's disk after its end.
//!
//! The disk is looked at before the command starts and after everything in it is dead. What the kernel says of a file
//! then (its number, its size, and the time of its last change, which no program can set) tells whether it was touched.

use super::Context;
use super::places::Places;
use crate::disk::{Bounds, Found, Walk};
use evidence::conduct::{Act, Change, Place, Rung, Touch, Via};
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{Mode, OFlags, ResolveFlags};
use rustix::io::Errno;
use rustix::path::Arg;
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::time::{Duration, Instant};

mod compare;

/// How many changes are listed.
const LISTED: usize = 1_000;
/// How long a look may take. What was not looked at by then is told as more.
const LONGEST: Duration = Duration::from_secs(2);
/// How many bytes of one file are searched for canaries.
const SEARCHED: u64 = 1 << 20;
/// How many bytes are searched of all files together.
const SEARCHED_IN_ALL: u64 = 64 << 20;

/// Looks at the disk before the command is started: what is there is not its work.
pub(crate) fn before(context: &Context) {
    let mut layers = Vec::new();
    if let Some(disk) = context.disk.get() {
        for layer in &disk.layers {
            let shown = layer.path.to_string_lossy();
            // What is ours alone hides what the machine has at the same path.
            let ours = matches!(context.places.place(&shown), Place::Home | Place::Temporary);
            layers.extend(Layer::open(&disk.store, &layer.store, &shown, !ours));
        }
    } else if context.job.rung == Rung::Landlock {
        let home = &context.job.home;
        layers.extend(Layer::open(
            rustix::fs::CWD,
            home,
            &home.to_string_lossy(),
            false,
        ));
    }
    if !layers.is_empty() {
        let _once = context.before.set(Before::look(layers));
    }
}

/// Notes what is different now, when everything inside is dead.
pub(crate) fn after(context: &Context) {
    let Some(before) = context.before.get() else {
        return;
    };
    let changes = before.changes(context);
    for act in changes.acts {
        context.note(act, Via::Diff, None);
    }
    if changes.more {
        let what = "changes".to_owned();
        context.note(Act::Limit { what, ended: false }, Via::Diff, None);
    }
    context.ledger().usage.written = Some(changes.bytes);
}

/// A directory of the disk that the command may write to.
#[derive(Debug)]
struct Layer {
    dir: OwnedFd,
    /// Where the command sees it.
    shown: String,
    /// Whether the machine's files of the same path show through where this holds none.
    overlaid: bool,
}

impl Layer {
    /// Opens the directory `at` of a disk.
    ///
    /// # Errors
    /// The operating system's.
    fn open(disk: impl AsFd, at: impl Arg, shown: &str, overlaid: bool) -> io::Result<Self> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let dir = rustix::fs::openat(disk, at, flags, Mode::empty())?;
        Ok(Self {
            dir,
            shown: shown.to_owned(),
            overlaid,
        })
    }
}

impl Layer {
    /// Looks at each file. `dead`: nothing will use them any more.
    fn walk(&self, until: Instant, dead: bool) -> io::Result<Walk> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let dir = rustix::fs::openat(&self.dir, c".", flags, Mode::empty())?;
        Ok(Walk::new(dir, &self.shown, Bounds::looking(until, dead)))
    }

    /// Whether there is something at a path, and no link on the way to it. A walk that was cut short has not seen it.
    fn holds(&self, path: &str) -> bool {
        let Some(below) = path.strip_prefix(self.shown.trim_end_matches('/')) else {
            return false;
        };
        let Some(below) = below.strip_prefix('/') else {
            return false;
        };
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let inside = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        let found = rustix::fs::openat2(&self.dir, below, flags, Mode::empty(), inside);
        // What cannot be looked at may be there.
        !matches!(found, Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP))
    }
}

/// How the disk was before the command started.
#[derive(Debug)]
pub(crate) struct Before {
    layers: Vec<Layer>,
    files: HashMap<String, Mark>,
}

/// What tells whether a file was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    number: u64,
    bytes: u64,
    changed: (i64, i64),
    directory: bool,
}

impl Mark {
    fn of(found: &Found) -> Self {
        // Entries that come and go change a directory; they are told by themselves.
        let directory = found.directory();
        Self {
            number: found.number(),
            bytes: if directory { 0 } else { found.bytes() },
            changed: if directory { (0, 0) } else { found.changed() },
            directory,
        }
    }
}

/// What is different.
#[derive(Debug, Default)]
struct Changes {
    /// [`Act::Changed`], and [`Touch::Stored`] where a canary lies in a changed file.
    acts: Vec<Act>,
    /// How many bytes it left.
    bytes: u64,
    /// Whether there is more than is listed.
    more: bool,
}

impl Before {
    /// Looks at the disk.
    fn look(layers: Vec<Layer>) -> Self {
        let mut files = HashMap::new();
        let until = Instant::now() + LONGEST;
        for mut walk in layers.iter().flat_map(|layer| layer.walk(until, false)) {
            while let Some(found) = walk.next() {
                files.insert(found.path.clone(), Mark::of(&found));
            }
        }
        Self { layers, files }
    }

    /// Looks again, when nothing can write any more, and tells what is different.
    fn changes(&self, context: &Context) -> Changes {
        let mut looked = Looked {
            before: self,
            context,
            until: Instant::now() + LONGEST,
            budget: SEARCHED_IN_ALL,
            there: BTreeSet::new(),
            changes: Changes::default(),
        };
        for layer in &self.layers {
            looked.layer(layer);
        }
        looked.gone();
        looked.changes
    }
}

struct Looked<'a> {
    before: &'a Before,
    context: &'a Context,
    until: Instant,
    budget: u64,
    there: BTreeSet<String>,
    changes: Changes,
}

impl Looked<'_> {
    fn layer(&mut self, layer: &Layer) {
        let Ok(mut walk) = layer.walk(self.until, true) else {
            self.changes.more = true;
            return;
        };
        while let Some(found) = walk.next() {
            self.file(layer, &found);
            self.there.insert(found.path);
        }
        self.changes.more |= walk.capped();
    }

    fn file(&mut self, layer: &Layer, found: &Found) {
        let before = self.before.files.get(&found.path);
        if before == Some(&Mark::of(found)) {
            return;
        }
        let machine = || layer.overlaid && std::fs::symlink_metadata(&found.path).is_ok();
        let how = if layer.overlaid && found.whiteout() {
            Change::Deleted
        } else if before.is_some() || machine() {
            Change::Modified
        } else {
            Change::Created
        };
        // A directory is different because of what is in it, which is told by itself; a file of the machine that was
        // opened for writing lies here as it was.
        let told = match how {
            Change::Modified if found.directory() => found.hides_the_machine(),
            Change::Modified if before.is_none() => !compare::same(found),
            _ => true,
        };
        if !told {
            return;
        }
        let bytes = if how == Change::Deleted || found.directory() {
            0
        } else {
            found.bytes()
        };
        self.changes.bytes = self.changes.bytes.saturating_add(bytes);
        self.tell(&found.path, how, bytes);
        if how != Change::Deleted {
            self.stored(found);
        }
    }

    /// Tells of canaries in a file or in its name.
    fn stored(&mut self, found: &Found) {
        let mut stream = self.context.search.stream();
        let mut hits = stream.feed(found.path.as_bytes());
        let most = SEARCHED.min(self.budget);
        for piece in found.read(most) {
            self.budget = self.budget.saturating_sub(piece.len() as u64);
            hits.extend(stream.feed(&piece));
        }
        // A canary lies where it was planted.
        let own = |id: &str| {
            self.context
                .bait
                .iter()
                .any(|(it, at)| it == id && *at == found.path)
        };
        for hit in hits.into_iter().filter(|hit| !own(&hit.id)) {
            let how = Touch::Stored {
                path: super::text::clean(found.path.as_bytes()),
                encoding: hit.encoding.id().to_owned(),
            };
            self.changes.acts.push(Act::Canary { id: hit.id, how });
        }
    }

    /// Tells what was there before, and is not any more.
    fn gone(&mut self) {
        let before = self.before;
        let unseen = |path: &&String| !self.there.contains(*path);
        let mut gone: Vec<&String> = before.files.keys().filter(unseen).collect();
        gone.retain(|path| !before.layers.iter().any(|layer| layer.holds(path)));
        gone.sort();
        for path in gone {
            self.tell(path, Change::Deleted, 0);
        }
    }

    fn tell(&mut self, path: &str, how: Change, bytes: u64) {
        let place = self.context.places.place(path);
        if !Places::changes(path, place) {
            return;
        }
        if self.changes.acts.len() >= LISTED {
            self.changes.more = true;
            return;
        }
        self.changes.acts.push(Act::Changed {
            path: super::text::clean(path.as_bytes()),
            place,
            how,
            bytes,
        });
    }
}

#[cfg(test)]
mod tests;
