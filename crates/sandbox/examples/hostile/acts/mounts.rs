//! Mounts, old and new. Each is made at a directory of its own, so that a hole would hide nothing of the machine.

use super::attempt::{Act, Args, Attempt, Failed, c, scratch};
use super::reads::open;
use libc::{AT_FDCWD, MS_BIND, MS_REC, MS_REMOUNT, O_CREAT, O_DIRECTORY, O_EXCL, O_PATH, O_WRONLY};
use std::ffi::CString;
use std::path::Path;

pub(super) const ACTS: &[Act] = &[
    Act::fenced("mount-tmpfs", mount_tmpfs),
    Act::fenced("mount-proc", mount_proc),
    Act::fenced("mount-bind", mount_bind),
    Act::fenced("remount-writable", remount_writable),
    Act::fenced("make-shared", make_shared),
    Act::fenced("umount", umount),
    Act::fenced("fsopen", fsopen),
    Act::fenced("fspick", fspick),
    Act::fenced("open-tree", open_tree),
    Act::fenced("move-mount", move_mount),
    Act::fenced("mount-setattr", mount_setattr),
    Act::fenced("pivot-root", pivot_root),
    Act::fenced("chroot", chroot),
    Act::fenced("mknod-disk", mknod_disk),
    Act::fenced("mknod-null", mknod_null),
    Act::fenced("quotactl", quotactl),
];

const OPEN_TREE: libc::c_long = 428;
const MOVE_MOUNT: libc::c_long = 429;
const FSOPEN: libc::c_long = 430;
const FSPICK: libc::c_long = 433;
const MOUNT_SETATTR: libc::c_long = 442;

/// A directory of its own.
fn own_directory() -> Result<CString, Failed> {
    let path = scratch("mount");
    std::fs::create_dir_all(&path)?;
    c(path)
}

fn mount(source: &CString, kind: &CString, flags: u64) -> Attempt {
    let at = own_directory()?;
    let (source, kind) = (source.as_c_str(), kind.as_c_str());
    call!(libc::SYS_mount, source, at.as_c_str(), kind, flags, 0)?;
    Ok("mounted".to_owned())
}

fn mount_tmpfs(_: &Args) -> Attempt {
    mount(&c("tmpfs")?, &c("tmpfs")?, 0)
}

fn mount_proc(_: &Args) -> Attempt {
    mount(&c("proc")?, &c("proc")?, 0)
}

/// A second sight of a directory.
fn mount_bind(args: &Args) -> Attempt {
    mount(&args.c_path(0)?, &c("")?, MS_BIND | MS_REC)
}

fn remount_writable(args: &Args) -> Attempt {
    let at = args.c_path(0)?;
    let flags = MS_BIND | MS_REMOUNT;
    call!(libc::SYS_mount, c"", at.as_c_str(), c"", flags, 0)?;
    Ok("remounted".to_owned())
}

fn make_shared(_: &Args) -> Attempt {
    let at = own_directory()?;
    call!(libc::SYS_mount, c"", at.as_c_str(), c"", libc::MS_SHARED, 0)?;
    Ok("shared".to_owned())
}

/// Of a directory where nothing is mounted: who may unmount is told that, and others that they may not.
fn umount(_: &Args) -> Attempt {
    let at = own_directory()?;
    call!(libc::SYS_umount2, at.as_c_str(), libc::MNT_DETACH)?;
    Ok("unmounted".to_owned())
}

fn fsopen(_: &Args) -> Attempt {
    call!(FSOPEN, c"tmpfs", 0)?;
    Ok("opened".to_owned())
}

fn fspick(_: &Args) -> Attempt {
    call!(FSPICK, AT_FDCWD, c"/", 0)?;
    Ok("picked".to_owned())
}

/// A private copy of the mounts below a directory.
fn open_tree(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    let (clone, recursive) = (1, 0x8000);
    call!(OPEN_TREE, AT_FDCWD, path.as_c_str(), clone | recursive)?;
    Ok("copied".to_owned())
}

fn move_mount(_: &Args) -> Attempt {
    let at = own_directory()?;
    let (here, empty) = (open(AT_FDCWD, Path::new("/"), O_PATH | O_DIRECTORY)?, 4);
    call!(MOVE_MOUNT, here, c"", AT_FDCWD, at.as_c_str(), empty)?;
    Ok("moved".to_owned())
}

/// Clears "read-only" of the root.
fn mount_setattr(_: &Args) -> Attempt {
    let wish = [0u64, 1, 0, 0];
    call!(MOUNT_SETATTR, AT_FDCWD, c"/", 0, &wish, 32)?;
    Ok("changed".to_owned())
}

fn pivot_root(_: &Args) -> Attempt {
    let at = own_directory()?;
    call!(libc::SYS_pivot_root, at.as_c_str(), at.as_c_str())?;
    Ok("pivoted".to_owned())
}

/// The old way out of a root: another below it, and up again.
fn chroot(args: &Args) -> Attempt {
    let at = own_directory()?;
    call!(libc::SYS_chroot, at.as_c_str())?;
    for _ in 0..40 {
        call!(libc::SYS_chdir, c"..")?;
    }
    call!(libc::SYS_chroot, c".")?;
    open(AT_FDCWD, &args.path(0)?, 0)?;
    Ok("out".to_owned())
}

/// A device file for the machine's first disk; it is never opened.
fn mknod_disk(_: &Args) -> Attempt {
    mknod("disk", libc::S_IFBLK, libc::makedev(254, 0))
}

/// A device file for what is harmless: that it can be made at all is the hole.
fn mknod_null(_: &Args) -> Attempt {
    mknod("null", libc::S_IFCHR, libc::makedev(1, 3))
}

fn mknod(name: &str, kind: u32, device: u64) -> Attempt {
    let path = c(scratch(name))?;
    call!(
        libc::SYS_mknodat,
        AT_FDCWD,
        path.as_c_str(),
        kind | 0o600,
        device
    )?;
    Ok("made".to_owned())
}

/// Asks for the quota of root on a file system; nothing is set.
fn quotactl(_: &Args) -> Attempt {
    let file = c(scratch("quota"))?;
    let flags = O_WRONLY | O_CREAT | O_EXCL;
    call!(libc::SYS_openat, AT_FDCWD, file.as_c_str(), flags, 0o600)?;
    let mut quota = [0u64; 16];
    let get = 0x0080_0007u32 << 8;
    call!(libc::SYS_quotactl, get, c"/dev/vda", 0, &mut quota)?;
    Ok("told".to_owned())
}
