//! What lies where in the sandbox's root: a list of mounts, the outer before the inner.

use crate::protocol::{HOME, Job, Layer};
use crate::shown::SYSTEM;
use std::path::{Path, PathBuf};

/// The settings of the machine: of the system's directories the one that is not shown as it is.
const SETTINGS: &str = "/etc";

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
        (SETTINGS, What::Settings),
    ];
    let fixed = fixed.map(|(path, kind)| Mount {
        path: path.into(),
        kind,
    });
    let system = SYSTEM
        .iter()
        .filter(|path| **path != SETTINGS)
        .map(|path| Mount {
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

#[cfg(test)]
mod tests {
    use super::*;
    use evidence::conduct::Rung;

    fn job() -> Job {
        Job {
            rung: Rung::Namespaces,
            command: Vec::new(),
            env: Vec::new(),
            directory: None,
            home: HOME.into(),
            own: Vec::new(),
            empty: Vec::new(),
            read: Vec::new(),
            write: Vec::new(),
            plant: Vec::new(),
            limits: crate::LIMITS,
            proxy: None,
        }
    }

    fn kind(mounts: &[Mount], path: &str) -> Option<What> {
        let found = mounts.iter().find(|mount| mount.path == Path::new(path));
        found.map(|mount| mount.kind)
    }

    #[test]
    fn what_is_shown_already_is_not_shown_again_but_what_may_be_changed_is() {
        let mut job = job();
        job.own = vec![
            "/srv/app".into(),
            "/usr/lib/app".into(),
            "/srv/app/sub".into(),
        ];
        job.read = vec!["/srv/app".into()];
        job.write = vec!["/srv/app/out".into(), "/srv/app/out/deep".into()];
        let all = mounts(&job);
        assert_eq!(kind(&all, "/srv/app"), Some(What::Tree));
        assert_eq!(kind(&all, "/srv/app/out"), Some(What::Write));
        for dropped in ["/usr/lib/app", "/srv/app/sub", "/srv/app/out/deep"] {
            assert_eq!(kind(&all, dropped), None, "{dropped}");
        }
    }

    #[test]
    fn the_outer_comes_first_and_trees_below_throwaway_places_are_shown() {
        let mut job = job();
        job.own = vec!["/tmp/app".into(), format!("{HOME}/app").into()];
        let all = mounts(&job);
        let at = |path: &str| all.iter().position(|mount| mount.path == Path::new(path));
        assert!(at("/tmp").unwrap() < at("/tmp/app").unwrap());
        assert!(at(HOME).unwrap() < at(&format!("{HOME}/app")).unwrap());
    }

    #[test]
    fn the_whole_machine_and_what_the_kernel_shows_are_not_for_the_asking() {
        let mut job = job();
        job.read = ["/", "/proc", "/sys/fs", "/dev/sda", "relative"]
            .map(PathBuf::from)
            .to_vec();
        job.read.push(HOME.into());
        job.write = vec!["/".into()];
        let all = mounts(&job);
        for path in ["/", "/proc", "/sys/fs", "/dev/sda", "relative"] {
            assert_eq!(kind(&all, path), None, "{path}");
        }
        assert_eq!(kind(&all, HOME), Some(What::Home));
        assert_eq!(kind(&all, "/etc"), Some(What::Settings));
    }

    #[test]
    fn each_layer_has_a_place_of_its_own_in_the_store() {
        let mut all: Vec<PathBuf> = layers(&job())
            .into_iter()
            .map(|layer| layer.store)
            .collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
