//! What lies where in the sandbox's root: a list of mounts, the outer before the inner.

use crate::protocol::{HOME, Job, Layer};
use crate::shown::SYSTEM;
use std::path::{Path, PathBuf};

/// A place in the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mount {
    /// Its path inside, and on the machine where it shows something of it.
    pub(crate) path: PathBuf,
    /// What it is.
    pub(crate) kind: What,
}

/// What is mounted. Where two are asked for at one place, the first of this list is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// The throwaway HOME.
    Home,
    /// A temporary directory of its own.
    Temporary,
    /// The machine's, to be changed for real.
    Write,
    /// The machine's settings, with our own in place of those that tell of it.
    Settings,
    /// The machine's, below a layer that is thrown away.
    Tree,
    /// A directory that is there.
    Empty,
}

/// All mounts of a job.
pub(crate) fn mounts(job: &Job) -> Vec<Mount> {
    let one = |kind| {
        move |path: &PathBuf| Mount {
            path: path.clone(),
            kind,
        }
    };
    let fixed = [
        (HOME, What::Home),
        ("/tmp", What::Temporary),
        ("/run", What::Temporary),
        ("/etc", What::Settings),
    ];
    let fixed = fixed.map(|(path, kind)| Mount {
        path: path.into(),
        kind,
    });
    let system = SYSTEM.iter().map(|path| Mount {
        path: path.into(),
        kind: What::Tree,
    });
    let mut all: Vec<Mount> = fixed
        .into_iter()
        .chain(system)
        .chain(job.own.iter().map(one(What::Tree)))
        .chain(job.read.iter().map(one(What::Tree)))
        .chain(job.write.iter().map(one(What::Write)))
        .chain(job.empty.iter().map(one(What::Empty)))
        .filter(|mount| mount.path != Path::new("/") && mount.path.is_absolute())
        .filter(|mount| {
            !["/proc", "/dev", "/sys"]
                .iter()
                .any(|kernel| mount.path.starts_with(kernel))
        })
        .collect();
    all.sort();
    all.dedup_by(|later, first| later.path == first.path);
    let mut kept: Vec<Mount> = Vec::new();
    for mount in all {
        // The nearest around it is the last that was kept and is a part of its path.
        let around = kept
            .iter()
            .rev()
            .find(|outer| mount.path.starts_with(&outer.path));
        if around.is_none_or(|outer| needed(outer.kind, mount.kind)) {
            kept.push(mount);
        }
    }
    kept
}

/// Whether a place must be mounted though this is around it.
fn needed(around: What, kind: What) -> bool {
    match around {
        What::Home | What::Temporary | What::Empty => true,
        What::Write => false,
        What::Settings | What::Tree => kind == What::Write,
    }
}

impl Mount {
    /// Where its changes lie in the store, as the `at`th mount; none where there are none, or they are for real.
    pub(crate) fn store(&self, at: usize) -> Option<PathBuf> {
        match self.kind {
            What::Home => Some("home".into()),
            What::Temporary => self.path.strip_prefix("/").ok().map(Path::to_owned),
            What::Settings | What::Tree => Some(format!("up/{at}").into()),
            What::Write | What::Empty => None,
        }
    }
}

/// What lies where in the store.
pub(crate) fn layers(job: &Job) -> Vec<Layer> {
    let mounts = mounts(job).into_iter().enumerate();
    let layers = mounts.filter_map(|(at, mount)| {
        let store = mount.store(at)?;
        Some(Layer {
            path: mount.path,
            store,
        })
    });
    let memory = Layer {
        path: "/dev/shm".into(),
        store: "shm".into(),
    };
    layers.chain([memory]).collect()
}
