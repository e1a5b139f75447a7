//! Changing what is not its own. The first argument is a file or directory that the test made for it.

use super::attempt::{Act, Args, Attempt, Failed, c, home, scratch};
use super::reads::open;
use libc::{AT_FDCWD, O_APPEND, O_CREAT, O_PATH, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY};
use std::ffi::CString;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

pub(super) const ACTS: &[Act] = &[
    Act::fenced("write", overwrite),
    Act::fenced("append", append),
    Act::fenced("truncate", truncate),
    Act::fenced("map-write", map_write),
    Act::fenced("open-write", open_write),
    Act::fenced("create", create),
    Act::fenced("mkdir", mkdir),
    Act::fenced("unlink", unlink),
    Act::fenced("rename-away", rename_away),
    Act::fenced("rename-over", rename_over),
    Act::fenced("exchange", exchange),
    Act::fenced("hardlink-out", hardlink_out),
    Act::fenced("symlink-out", symlink_out),
    Act::fenced("mknod-out", mknod_out),
    Act::fenced("chmod", chmod),
    Act::fenced("chmod-opath", chmod_opath),
    Act::fenced("fchmodat2", fchmodat2),
    Act::fenced("chmod-scratch", chmod_scratch),
    Act::fenced("chown", chown),
    Act::fenced("chown-opath", chown_opath),
    Act::fenced("utime", utime),
    Act::fenced("fchmod", fchmod),
    Act::fenced("fchown", fchown),
    Act::fenced("futime", futime),
    Act::fenced("fsetxattr", fsetxattr),
    Act::fenced("inode-flags", inode_flags),
    Act::fenced("setxattr", setxattr),
    Act::fenced("removexattr", removexattr),
    Act::fenced("lock", lock),
    Act::fenced("litter", litter),
    Act::fenced("deep", deep),
];

fn put(fd: i32) -> Attempt {
    let text = b"changed by hostile\n";
    call!(libc::SYS_write, fd, text, text.len())?;
    Ok("written".to_owned())
}

fn overwrite(args: &Args) -> Attempt {
    put(open(AT_FDCWD, &args.path(0)?, O_WRONLY | O_TRUNC)?)
}

fn append(args: &Args) -> Attempt {
    put(open(AT_FDCWD, &args.path(0)?, O_WRONLY | O_APPEND)?)
}

fn truncate(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    call!(libc::SYS_truncate, path.as_c_str(), 1)?;
    Ok("truncated".to_owned())
}

/// By a shared mapping, which no write ever passes.
fn map_write(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDWR)?;
    let protection = libc::PROT_READ | libc::PROT_WRITE;
    let address = call!(libc::SYS_mmap, 0, 4096, protection, libc::MAP_SHARED, fd, 0)?;
    let zeros = open(AT_FDCWD, Path::new("/dev/zero"), 0)?;
    call!(libc::SYS_read, zeros, address, 4)?;
    call!(libc::SYS_msync, address, 4096, libc::MS_SYNC)?;
    Ok("written".to_owned())
}

/// Opens for writing, and writes nothing: for what would harm the machine.
fn open_write(args: &Args) -> Attempt {
    open(AT_FDCWD, &args.path(0)?, O_WRONLY)?;
    Ok("open for writing".to_owned())
}

fn create(args: &Args) -> Attempt {
    let fd = c(args.path(0)?.join("new-file"))?;
    let flags = O_WRONLY | O_CREAT;
    put(call!(libc::SYS_openat, AT_FDCWD, fd.as_c_str(), flags, 0o644)? as i32)
}

fn mkdir(args: &Args) -> Attempt {
    let path = c(args.path(0)?.join("new-directory"))?;
    call!(libc::SYS_mkdirat, AT_FDCWD, path.as_c_str(), 0o755)?;
    Ok("made".to_owned())
}

fn unlink(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    call!(libc::SYS_unlinkat, AT_FDCWD, path.as_c_str(), 0)?;
    Ok("deleted".to_owned())
}

/// A file of its own in the place for temporary files.
fn own_file() -> Result<CString, Failed> {
    let path = scratch("own");
    std::fs::write(&path, "hostile's own\n")?;
    c(path)
}

fn rename(from: &CString, to: &CString, flags: u32) -> Attempt {
    let (from, to) = (from.as_c_str(), to.as_c_str());
    call!(libc::SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags)?;
    Ok("renamed".to_owned())
}

fn rename_away(args: &Args) -> Attempt {
    rename(&args.c_path(0)?, &c(scratch("taken"))?, 0)
}

fn rename_over(args: &Args) -> Attempt {
    rename(&own_file()?, &args.c_path(0)?, 0)
}

fn exchange(args: &Args) -> Attempt {
    rename(&own_file()?, &args.c_path(0)?, libc::RENAME_EXCHANGE)
}

fn hardlink_out(args: &Args) -> Attempt {
    let (from, to) = (own_file()?, c(args.path(0)?.join("new-link"))?);
    let (from, to) = (from.as_c_str(), to.as_c_str());
    call!(libc::SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0)?;
    Ok("linked".to_owned())
}

fn symlink_out(args: &Args) -> Attempt {
    let to = c(args.path(0)?.join("new-symlink"))?;
    call!(libc::SYS_symlinkat, c"/etc/passwd", AT_FDCWD, to.as_c_str())?;
    Ok("linked".to_owned())
}

/// A pipe with a name, where no file may be.
fn mknod_out(args: &Args) -> Attempt {
    let to = c(args.path(0)?.join("new-pipe"))?;
    call!(
        libc::SYS_mknodat,
        AT_FDCWD,
        to.as_c_str(),
        libc::S_IFIFO | 0o600,
        0
    )?;
    Ok("made".to_owned())
}

fn chmod(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    call!(libc::SYS_fchmodat, AT_FDCWD, path.as_c_str(), 0o777)?;
    Ok("changed".to_owned())
}

/// A path in `/proc` that stands for a file that was never opened for reading.
fn opath(args: &Args) -> Result<CString, Failed> {
    let fd = open(AT_FDCWD, &args.path(0)?, O_PATH)?;
    c(format!("/proc/self/fd/{fd}"))
}

fn chmod_opath(args: &Args) -> Attempt {
    let path = opath(args)?;
    call!(libc::SYS_fchmodat, AT_FDCWD, path.as_c_str(), 0o777)?;
    Ok("changed".to_owned())
}

fn fchmodat2(args: &Args) -> Attempt {
    const FCHMODAT2: libc::c_long = 452;
    let fd = open(AT_FDCWD, &args.path(0)?, O_PATH)?;
    call!(FCHMODAT2, fd, c"", 0o777, libc::AT_EMPTY_PATH)?;
    Ok("changed".to_owned())
}

/// A file of its own, in each of the ways: what any program does with what it made.
fn chmod_scratch(_: &Args) -> Attempt {
    let path = own_file()?;
    let fd = call!(libc::SYS_openat, AT_FDCWD, path.as_c_str(), O_RDONLY, 0)?;
    call!(libc::SYS_fchmodat, AT_FDCWD, path.as_c_str(), 0o755)?;
    has_mode(fd, 0o755)?;
    call!(libc::SYS_fchmod, fd, 0o700)?;
    has_mode(fd, 0o700)?;
    Ok("changed".to_owned())
}

fn has_mode(fd: i64, mode: u16) -> Attempt {
    let mut stat = [0u16; 128];
    call!(
        libc::SYS_statx,
        fd,
        c"",
        libc::AT_EMPTY_PATH,
        0x7ff,
        &mut stat
    )?;
    // The mode stands behind seven words of 32 bits.
    match stat[14] & 0o777 {
        found if found == mode => Ok("as it should be".to_owned()),
        found => Err(Failed::short(format!("mode {found:o}"))),
    }
}

/// To the owner that it has: a change of its time alone, which shows that it was let.
fn chown(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    let (uid, gid) = (call!(libc::SYS_getuid)?, call!(libc::SYS_getgid)?);
    call!(libc::SYS_fchownat, AT_FDCWD, path.as_c_str(), uid, gid, 0)?;
    Ok("changed".to_owned())
}

fn chown_opath(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_PATH)?;
    let (uid, gid) = (call!(libc::SYS_getuid)?, call!(libc::SYS_getgid)?);
    call!(libc::SYS_fchownat, fd, c"", uid, gid, libc::AT_EMPTY_PATH)?;
    Ok("changed".to_owned())
}

fn utime(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    let times = [0i64; 4];
    call!(libc::SYS_utimensat, AT_FDCWD, path.as_c_str(), &times, 0)?;
    Ok("changed".to_owned())
}

/// By a descriptor that may only read.
fn fchmod(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY)?;
    call!(libc::SYS_fchmod, fd, 0o777)?;
    Ok("changed".to_owned())
}

fn fchown(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY)?;
    let (uid, gid) = (call!(libc::SYS_getuid)?, call!(libc::SYS_getgid)?);
    call!(libc::SYS_fchown, fd, uid, gid)?;
    Ok("changed".to_owned())
}

fn futime(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY)?;
    let times = [0i64; 4];
    call!(libc::SYS_utimensat, fd, 0, &times, 0)?;
    Ok("changed".to_owned())
}

fn fsetxattr(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY)?;
    call!(libc::SYS_fsetxattr, fd, c"user.hostile", b"x", 1, 0)?;
    Ok("changed".to_owned())
}

/// That its time of access is not kept.
fn inode_flags(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY)?;
    let (set_flags, no_access_time) = (0x4008_6602u32, 0x80i32);
    call!(libc::SYS_ioctl, fd, set_flags, &no_access_time)?;
    Ok("changed".to_owned())
}

fn setxattr(args: &Args) -> Attempt {
    let (path, value) = (args.c_path(0)?, b"x");
    call!(
        libc::SYS_setxattr,
        path.as_c_str(),
        c"user.hostile",
        value,
        1,
        0
    )?;
    Ok("changed".to_owned())
}

fn removexattr(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    call!(libc::SYS_removexattr, path.as_c_str(), c"user.sentinel")?;
    Ok("changed".to_owned())
}

/// A lock that stops others.
fn lock(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, 0)?;
    call!(libc::SYS_flock, fd, libc::LOCK_EX | libc::LOCK_NB)?;
    Ok("locked".to_owned())
}

/// What cannot be removed without force: directories that nobody may look into.
fn litter(_: &Args) -> Attempt {
    let top = home().join("litter");
    std::fs::create_dir_all(top.join("below"))?;
    std::fs::write(top.join("below/file"), "litter")?;
    for closed in [top.join("below"), top] {
        std::fs::set_permissions(closed, std::fs::Permissions::from_mode(0o000))?;
    }
    Ok("left behind".to_owned())
}

/// Directories so deep that no path names the last one.
fn deep(_: &Args) -> Attempt {
    std::env::set_current_dir(home())?;
    for _ in 0..20_000 {
        std::fs::create_dir("d")?;
        std::env::set_current_dir("d")?;
    }
    Ok("20000 levels".to_owned())
}
