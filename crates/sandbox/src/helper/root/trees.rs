//! Directories and files of the machine, as the command sees them.

use super::{Site, below, etc};
use crate::helper::layout::{Mount, What};
use crate::helper::lost;
use crate::shown::SYSTEM;
use crate::sys::mounts;
use evidence::conduct::Sight;
use rustix::fs::CWD;
use rustix::mount::{
    MountFlags, MoveMountFlags, OpenTreeFlags, mount, mount_bind, mount_bind_recursive, move_mount,
    open_tree,
};
use std::ffi::CString;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

impl Site<'_> {
    /// Shows a tree below a layer that takes what is written, and is thrown away. What is not there is not shown.
    pub(super) fn tree(&self, one: &Mount, at: usize, new: &Path) -> io::Result<()> {
        let old = below("/old", &one.path);
        let Ok(there) = fs::symlink_metadata(&old) else {
            return Ok(());
        };
        if let Some(parent) = new.parent() {
            fs::create_dir_all(parent)?;
        }
        if there.is_symlink() {
            return symlink(fs::read_link(&old)?, new);
        }
        if !there.is_dir() {
            fs::write(new, "")?;
            if self.mapped(&old, new).is_err() {
                mount_bind(&old, new)?;
            }
            return mounts::read_only(new, false);
        }
        fs::create_dir_all(new)?;
        self.layered(one, at, &self.lower(one, at, old)?, new)
    }

    /// What lies below the layer: the tree, its owners changed where it is root's own.
    fn lower(&self, one: &Mount, at: usize, old: PathBuf) -> io::Result<PathBuf> {
        let system = SYSTEM.iter().any(|path| one.path.starts_with(path));
        if system || self.owners.is_none() {
            return Ok(old);
        }
        let lower = Path::new("/low").join(at.to_string());
        fs::create_dir_all(&lower)?;
        Ok(self.mapped(&old, &lower).map_or(old, |()| lower))
    }

    /// Mounts a tree or a file with its owners changed.
    fn mapped(&self, old: &Path, new: &Path) -> io::Result<()> {
        let owners = self.owners.ok_or(io::ErrorKind::Unsupported)?;
        let flags = OpenTreeFlags::OPEN_TREE_CLONE | OpenTreeFlags::OPEN_TREE_CLOEXEC;
        let tree = open_tree(CWD, old, flags)?;
        mounts::id_map(&tree, owners)?;
        Ok(move_mount(
            &tree,
            "",
            CWD,
            new,
            MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH,
        )?)
    }

    fn layered(&self, one: &Mount, at: usize, lower: &Path, new: &Path) -> io::Result<()> {
        let upper = below("/", &one.store(at).unwrap_or_default());
        like(&upper, &fs::metadata(lower)?)?;
        let ours = match one.kind {
            What::Settings => etc::write(&upper, self.owner)?,
            _ => Vec::new(),
        };
        let work = Path::new("/work").join(at.to_string());
        fs::create_dir(&work)?;
        if let Err(error) = overlay(lower, &upper, &work, new) {
            let why = format!("writes below {} are refused: {error}", one.path.display());
            lost(self.control, Sight::Changes, false, why);
            mount_bind_recursive(lower, new)?;
            mounts::read_only(new, true)?;
            let there = |name: &&&str| new.join(name).exists();
            for name in ours.iter().filter(there) {
                mount_bind(upper.join(name), new.join(name))?;
            }
        }
        Ok(())
    }

    /// Shows a tree or a file that may be changed for real.
    pub(super) fn write(&self, path: &Path, new: &Path) -> io::Result<()> {
        let old = below("/old", path);
        if fs::metadata(&old)?.is_dir() {
            fs::create_dir_all(new)?;
        } else if !new.exists() {
            if let Some(parent) = new.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(new, "")?;
        }
        if self.mapped(&old, new).is_ok() {
            return Ok(());
        }
        mount_bind_recursive(&old, new)?;
        mounts::tame(new)
    }
}

/// The directory that takes the changes of a tree. It is the tree's top, and looks like it.
fn like(upper: &Path, there: &Metadata) -> io::Result<()> {
    fs::create_dir(upper)?;
    fs::set_permissions(upper, fs::Permissions::from_mode(there.mode() & 0o777))?;
    // What belongs to a user whom the sandbox does not know belongs to the sandbox's own.
    let _unknown = chown(upper, Some(there.uid()), Some(there.gid()));
    Ok(())
}

fn overlay(lower: &Path, upper: &Path, work: &Path, new: &Path) -> io::Result<()> {
    let mut options = b"lowerdir=".to_vec();
    for byte in lower.as_os_str().as_bytes() {
        // These part options and layers.
        if b"\\:,".contains(byte) {
            options.push(b'\\');
        }
        options.push(*byte);
    }
    let (upper, work) = (upper.display(), work.display());
    let rest = format!(",upperdir={upper},workdir={work},userxattr");
    options.extend(rest.into_bytes());
    let options = CString::new(options)?;
    let quiet = MountFlags::NOSUID | MountFlags::NODEV;
    Ok(mount("overlay", new, "overlay", quiet, options.as_c_str())?)
}
