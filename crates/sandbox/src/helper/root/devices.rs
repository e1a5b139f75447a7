//! `/dev`: the devices that every program may expect, and nothing else.

use super::Site;
use crate::sys::mounts;
use rustix::mount::{MountFlags, mount, mount_bind};
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// Devices of the machine that tell nothing of it.
const DEVICES: &[&str] = &["null", "zero", "full", "random", "urandom"];
const LINKS: &[(&str, &str)] = &[
    ("/proc/self/fd", "fd"),
    ("/proc/self/fd/0", "stdin"),
    ("/proc/self/fd/1", "stdout"),
    ("/proc/self/fd/2", "stderr"),
    ("pts/ptmx", "ptmx"),
];

impl Site<'_> {
    pub(super) fn devices(&self) -> io::Result<()> {
        let dev = Path::new("/new/dev");
        fs::create_dir_all(dev)?;
        let small = c"mode=0755,size=64k,nr_inodes=64";
        let quiet = MountFlags::NOSUID | MountFlags::NOEXEC;
        mount("tmpfs", dev, "tmpfs", quiet, small)?;
        for name in DEVICES {
            fs::write(dev.join(name), "")?;
            mount_bind(Path::new("/old/dev").join(name), dev.join(name))?;
        }
        for (to, name) in LINKS {
            symlink(to, dev.join(name))?;
        }
        for name in ["shm", "pts"] {
            fs::create_dir(dev.join(name))?;
        }
        fs::set_permissions("/shm", fs::Permissions::from_mode(0o1777))?;
        mount_bind("/shm", dev.join("shm"))?;
        // Terminals of its own, where the kernel gives them: few servers ask for one.
        let options = c"newinstance,ptmxmode=0666,mode=0620";
        let _none = mount("devpts", dev.join("pts"), "devpts", quiet, options);
        mounts::read_only(dev, false)
    }
}
