//! Builds the root that the command sees: what it is shown of the machine below layers that are thrown away, on one
//! disk of limited size.
//!
//! The store (a `tmpfs`) is the root while it is built: the machine lies at `/old`, the new root grows at `/new`.

mod devices;
mod etc;
mod trees;

use super::layout::{self, What};
use super::outer::Owner;
use super::{Failed, lost};
use crate::disk::FILES;
use crate::protocol::Job;
use crate::sys::mounts;
use evidence::conduct::Sight;
use rustix::fd::OwnedFd;
use rustix::fs::{CWD, Gid, Mode, OFlags, Uid, chownat};
use rustix::mount::{
    MountFlags, MountPropagationFlags, UnmountFlags, mount, mount_bind, mount_change, unmount,
};
use std::ffi::CString;
use std::fmt::Display;
use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

/// Where the store is mounted at first. Every system has it.
const START: &str = "/tmp";

/// The disk, from without.
pub(super) struct Disk {
    /// What holds everything written.
    pub(super) store: OwnedFd,
    /// The root inside.
    pub(super) root: OwnedFd,
}

/// What all steps know.
struct Site<'a> {
    control: &'a OwnedFd,
    job: &'a Job,
    owner: Owner,
    /// Where root is the sandbox's user, as a namespace: see [`super::owners`].
    owners: Option<&'a OwnedFd>,
}

/// Builds it and moves in; the machine is out of reach from then on.
pub(super) fn build(
    control: &OwnedFd,
    job: &Job,
    owner: Owner,
    owners: Option<&OwnedFd>,
) -> Result<Disk, Failed> {
    let site = Site {
        control,
        job,
        owner,
        owners,
    };
    site.store()?;
    for (at, one) in layout::mounts(job).iter().enumerate() {
        let new = below("/new", &one.path);
        let step = || Failed::at(format!("showing {}", one.path.display()));
        match one.kind {
            What::Home => site.home(&new).map_err(step())?,
            What::Temporary => site.temporary(&one.path, &new).map_err(step())?,
            What::Write => site.write(&one.path, &new).map_err(step())?,
            What::Settings | What::Tree => site.tree(one, at, &new).map_err(step())?,
            What::Empty => fs::create_dir_all(&new).map_err(step())?,
        }
    }
    site.devices().map_err(Failed::at("making devices"))?;
    site.processes().map_err(Failed::at("showing processes"))?;
    var().map_err(Failed::at("making /var"))?;
    enter()
}

impl Site<'_> {
    /// Mounts the store and makes it the root.
    fn store(&self) -> Result<(), Failed> {
        fn failed<E: Display>() -> impl FnOnce(E) -> Failed {
            Failed::at("mounting a disk of its own")
        }
        let private = MountPropagationFlags::PRIVATE | MountPropagationFlags::REC;
        mount_change("/", private).map_err(Failed::at("parting from the machine's mounts"))?;
        let size = self.job.limits.disk;
        let options =
            CString::new(format!("size={size},nr_inodes={FILES},mode=0755")).map_err(failed())?;
        let quiet = MountFlags::NOSUID | MountFlags::NODEV;
        mount("tmpfs", START, "tmpfs", quiet, options.as_c_str()).map_err(failed())?;
        std::env::set_current_dir(START).map_err(failed())?;
        for name in [
            "new", "old", "low", "up", "work", "home", "tmp", "run", "shm",
        ] {
            fs::create_dir(name).map_err(failed())?;
        }
        rustix::process::pivot_root(".", "old").map_err(Failed::at("changing the root"))?;
        std::env::set_current_dir("/").map_err(failed())?;
        mount_bind("/new", "/new").map_err(failed())
    }

    /// The throwaway HOME, with the canaries.
    fn home(&self, new: &Path) -> std::io::Result<()> {
        self.own("/home")?;
        for (place, text) in &self.job.plant {
            let mut file = PathBuf::from("/home");
            let parts: Vec<_> = Path::new(place).components().collect();
            for (i, part) in parts.iter().enumerate() {
                file.push(part);
                if i + 1 < parts.len() {
                    let mut private = fs::DirBuilder::new();
                    private.mode(0o700).recursive(true).create(&file)?;
                } else {
                    fs::write(&file, text)?;
                    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
                }
                self.own(&file)?;
            }
        }
        fs::create_dir_all(new)?;
        Ok(mount_bind("/home", new)?)
    }

    /// A temporary directory, on the store.
    fn temporary(&self, path: &Path, new: &Path) -> std::io::Result<()> {
        let store = path.to_owned();
        fs::set_permissions(&store, fs::Permissions::from_mode(0o1777))?;
        fs::create_dir_all(new)?;
        Ok(mount_bind(&store, new)?)
    }

    /// A fresh `/proc`, in which nothing can be changed. Where the machine hides parts of its own (a container), a
    /// fresh one cannot be had.
    fn processes(&self) -> std::io::Result<()> {
        fs::create_dir_all("/new/proc")?;
        let quiet = MountFlags::NOSUID | MountFlags::NODEV | MountFlags::NOEXEC;
        if let Err(error) = mount("proc", "/new/proc", "proc", quiet, None) {
            let why = format!("there is no /proc inside: {error}");
            lost(self.control, Sight::Processes, true, why);
            return Ok(());
        }
        for name in ["sys", "sysrq-trigger", "irq", "bus", "fs"] {
            let path = Path::new("/new/proc").join(name);
            if path.exists() {
                mount_bind(&path, &path)?;
                mounts::read_only(&path, false)?;
            }
        }
        for name in ["kcore", "kmsg", "keys", "timer_list", "sched_debug"] {
            let path = Path::new("/new/proc").join(name);
            if path.exists() {
                mount_bind("/new/dev/null", &path)?;
            }
        }
        Ok(())
    }

    /// Gives a file to the command's user, where that is not this process's.
    fn own(&self, path: impl AsRef<Path>) -> std::io::Result<()> {
        if let Owner::Nobody(uid) = self.owner {
            let (user, group) = (Uid::from_raw(uid), Gid::from_raw(uid));
            chownat(
                CWD,
                path.as_ref(),
                Some(user),
                Some(group),
                rustix::fs::AtFlags::SYMLINK_NOFOLLOW,
            )?;
        }
        Ok(())
    }
}

/// The old names of temporary directories.
fn var() -> std::io::Result<()> {
    fs::create_dir_all("/new/var")?;
    for (to, name) in [("../tmp", "tmp"), ("../run", "run")] {
        let link = Path::new("/new/var").join(name);
        if !link.exists() {
            symlink(to, link)?;
        }
    }
    Ok(())
}

/// Makes the new root the root, and lets go of everything else.
fn enter() -> Result<Disk, Failed> {
    fn failed<E: Display>() -> impl FnOnce(E) -> Failed {
        Failed::at("moving in")
    }
    let open = |path| {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        rustix::fs::open(path, flags, Mode::empty()).map_err(Failed::at("holding the disk"))
    };
    let disk = Disk {
        store: open("/")?,
        root: open("/new")?,
    };
    rustix::process::fchdir(&disk.root).map_err(failed())?;
    rustix::process::pivot_root(".", ".").map_err(failed())?;
    unmount(".", UnmountFlags::DETACH).map_err(Failed::at("letting go of the machine"))?;
    std::env::set_current_dir("/").map_err(failed())?;
    mounts::read_only(Path::new("/"), false).map_err(Failed::at("closing the root"))?;
    Ok(disk)
}

/// A path of the sandbox or the machine below another root.
fn below(root: &str, path: &Path) -> PathBuf {
    let rest = path.strip_prefix("/").unwrap_or(path);
    Path::new(root).join(rest)
}
