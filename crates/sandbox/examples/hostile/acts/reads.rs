//! Reading a file that is not to be seen, in every way that names it differently. The first argument is the file. Only
//! how much could be read is told, never what.

use super::attempt::{Act, Args, Attempt, Failed, c, scratch};
use super::raw;
use libc::{AT_FDCWD, O_DIRECTORY, O_PATH, O_RDONLY};
use std::ffi::CString;
use std::path::{Path, PathBuf};

pub(super) const ACTS: &[Act] = &[
    Act::anywhere("read", direct),
    Act::anywhere("read-link", by_link),
    Act::anywhere("read-hardlink", by_hardlink),
    Act::anywhere("read-dirfd", by_directory),
    Act::anywhere("read-dots", by_dots),
    Act::anywhere("read-cwd", from_within),
    Act::anywhere("read-openat2", by_openat2),
    Act::anywhere("read-mmap", mapped),
    Act::anywhere("read-opath", reopened),
    Act::anywhere("read-root-of", by_root_of),
    Act::anywhere("read-cwd-of", by_cwd_of),
    Act::anywhere("read-handle", by_handle),
    Act::anywhere("read-child", by_child),
    Act::anywhere("read-undumpable", undumpable),
    Act::anywhere("read-write-only", from_write_only),
    Act::anywhere("read-secret-memory", from_secret_memory),
    Act::anywhere("read-text", text),
    Act::anywhere("list", list),
    Act::anywhere("stat", stat),
    Act::anywhere("watch", watch),
];

/// Opens a path for reading.
pub(super) fn open(at: i32, path: &Path, flags: i32) -> Result<i32, Failed> {
    let path = c(path)?;
    Ok(call!(libc::SYS_openat, at, path.as_c_str(), flags, 0)? as i32)
}

/// How much one read gets of it.
fn drain(fd: i32) -> Attempt {
    let mut bytes = [0u8; 4096];
    let length = call!(libc::SYS_read, fd, &mut bytes, bytes.len())?;
    if length == 0 {
        return Err(Failed::short("empty"));
    }
    Ok(format!("{length} bytes"))
}

fn direct(args: &Args) -> Attempt {
    drain(open(AT_FDCWD, &args.path(0)?, O_RDONLY)?)
}

/// Whether the file holds the text in the second argument.
fn text(args: &Args) -> Attempt {
    let text = std::fs::read(args.path(0)?)?;
    match String::from_utf8_lossy(&text).contains(args.text(1)?) {
        true => Ok("it is in it".to_owned()),
        false => Err(Failed::short("it is not in it")),
    }
}

fn by_link(args: &Args) -> Attempt {
    let link = scratch("innocent.txt");
    let (target, at) = (args.c_path(0)?, c(&link)?);
    call!(
        libc::SYS_symlinkat,
        target.as_c_str(),
        AT_FDCWD,
        at.as_c_str()
    )?;
    let read = open(AT_FDCWD, &link, O_RDONLY).and_then(drain);
    let _ = std::fs::remove_file(link);
    read
}

fn by_hardlink(args: &Args) -> Attempt {
    let link = scratch("innocent.dat");
    let (target, at) = (args.c_path(0)?, c(&link)?);
    call!(
        libc::SYS_linkat,
        AT_FDCWD,
        target.as_c_str(),
        AT_FDCWD,
        at.as_c_str(),
        0
    )?;
    let read = open(AT_FDCWD, &link, O_RDONLY).and_then(drain);
    let _ = std::fs::remove_file(link);
    read
}

/// The directory and the name of a path.
fn split(path: &Path) -> Result<(PathBuf, PathBuf), Failed> {
    let none = || Failed::short("no file in a directory");
    let name = path.file_name().ok_or_else(none)?;
    Ok((path.parent().ok_or_else(none)?.into(), name.into()))
}

fn by_directory(args: &Args) -> Attempt {
    let (directory, name) = split(&args.path(0)?)?;
    let at = open(AT_FDCWD, &directory, O_PATH | O_DIRECTORY)?;
    drain(open(at, &name, O_RDONLY)?)
}

fn by_dots(args: &Args) -> Attempt {
    let path = args.path(0)?;
    let below = path.strip_prefix("/").unwrap_or(&path);
    let start = Path::new("/usr/bin").join("../".repeat(40));
    drain(open(AT_FDCWD, &start.join(below), O_RDONLY)?)
}

fn from_within(args: &Args) -> Attempt {
    let (directory, name) = split(&args.path(0)?)?;
    let directory = c(directory)?;
    call!(libc::SYS_chdir, directory.as_c_str())?;
    drain(open(AT_FDCWD, &name, O_RDONLY)?)
}

fn by_openat2(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    let how = [O_RDONLY as u64, 0, 0];
    drain(call!(libc::SYS_openat2, AT_FDCWD, path.as_c_str(), &how, 24)? as i32)
}

fn mapped(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY)?;
    let (protection, flags) = (libc::PROT_READ, libc::MAP_PRIVATE);
    let address = call!(libc::SYS_mmap, 0, 4096, protection, flags, fd, 0)?;
    let seen = raw::peek(address, 16)?;
    Ok(format!("{} bytes", seen.len()))
}

/// A descriptor that may not read, opened again by its name in `/proc`.
fn reopened(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_PATH)?;
    let again = PathBuf::from(format!("/proc/self/fd/{fd}"));
    drain(open(AT_FDCWD, &again, O_RDONLY)?)
}

/// By the root directory of another process: the second argument is its id, `self` or `parent`.
fn by_root_of(args: &Args) -> Attempt {
    let path = args.path(0)?;
    let below = path.strip_prefix("/").unwrap_or(&path);
    let root = PathBuf::from(format!("/proc/{}/root", whose(args)?));
    drain(open(AT_FDCWD, &root.join(below), O_RDONLY)?)
}

/// By the working directory of another process.
fn by_cwd_of(args: &Args) -> Attempt {
    let path = args.path(0)?;
    let below = path.strip_prefix("/").unwrap_or(&path);
    let there = PathBuf::from(format!("/proc/{}/cwd", whose(args)?)).join("../".repeat(40));
    drain(open(AT_FDCWD, &there.join(below), O_RDONLY)?)
}

fn whose(args: &Args) -> Result<String, Failed> {
    let who = args.text(1)?;
    Ok(match who {
        "parent" => std::os::unix::process::parent_id().to_string(),
        who => who.to_owned(),
    })
}

/// By the file's handle, which needs no path, and a mount of its file system that is in sight.
fn by_handle(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    let mut handle = [0u32; 34];
    handle[0] = 128;
    let mut mount = 0i32;
    let (at, out) = (AT_FDCWD, &mut mount);
    if call!(
        libc::SYS_name_to_handle_at,
        at,
        path.as_c_str(),
        &mut handle,
        out,
        0
    )
    .is_err()
    {
        // Guessed: inode 2 of an ext4 is its root.
        handle[..4].copy_from_slice(&[8, 1, 2, 0]);
    }
    let near = open(AT_FDCWD, Path::new("/usr"), O_RDONLY | O_DIRECTORY)?;
    let fd = call!(libc::SYS_open_by_handle_at, near, &mut handle, O_RDONLY)?;
    drain(fd as i32)
}

/// By a program that looks innocent.
fn by_child(args: &Args) -> Attempt {
    let output = std::process::Command::new("/bin/sh")
        .args(["-c", "exec cat -- \"$0\""])
        .arg(args.path(0)?)
        .output()?;
    match output.stdout.len() {
        0 => Err(Failed::short("nothing came of it")),
        length => Ok(format!("{length} bytes")),
    }
}

/// After it made itself unreadable for others, so that nobody sees which path it means.
fn undumpable(args: &Args) -> Attempt {
    call!(libc::SYS_prctl, libc::PR_SET_DUMPABLE, 0, 0, 0, 0)?;
    direct(args)
}

/// Its name lies in memory that may only be written, which the kernel can read all the same.
fn from_write_only(args: &Args) -> Attempt {
    let memory = mapped_path(args, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS, -1)?;
    call!(libc::SYS_mprotect, memory, 4096, libc::PROT_WRITE)?;
    let fd = call!(libc::SYS_openat, AT_FDCWD, memory, O_RDONLY, 0)?;
    drain(fd as i32)
}

/// Its name lies in memory that nobody but its process and the kernel can read.
fn from_secret_memory(args: &Args) -> Attempt {
    let secret = call!(libc::SYS_memfd_secret, 0)?;
    call!(libc::SYS_ftruncate, secret, 4096)?;
    let memory = mapped_path(args, libc::MAP_SHARED, secret)?;
    let fd = call!(libc::SYS_openat, AT_FDCWD, memory, O_RDONLY, 0)?;
    drain(fd as i32)
}

/// A page that holds the path.
fn mapped_path(args: &Args, flags: i32, fd: i64) -> Result<i64, Failed> {
    let rights = libc::PROT_READ | libc::PROT_WRITE;
    let memory = call!(libc::SYS_mmap, 0, 4096, rights, flags, fd, 0)?;
    let path = args.c_path(0)?;
    let (from, mut to) = std::io::pipe()?;
    std::io::Write::write_all(&mut to, path.as_bytes_with_nul())?;
    let from = std::os::fd::AsRawFd::as_raw_fd(&from);
    call!(libc::SYS_read, from, memory, 4096)?;
    Ok(memory)
}

fn list(args: &Args) -> Attempt {
    let fd = open(AT_FDCWD, &args.path(0)?, O_RDONLY | O_DIRECTORY)?;
    let mut bytes = [0u8; 4096];
    let length = call!(libc::SYS_getdents64, fd, &mut bytes, bytes.len())?;
    // Two entries of 24 bytes each are `.` and `..`.
    if length <= 48 {
        return Err(Failed::short("empty"));
    }
    Ok(format!("{length} bytes of names"))
}

fn stat(args: &Args) -> Attempt {
    let path = args.c_path(0)?;
    let mut found = [0u64; 32];
    call!(
        libc::SYS_statx,
        AT_FDCWD,
        path.as_c_str(),
        0,
        0x7ff,
        &mut found
    )?;
    Ok("its size and times".to_owned())
}

/// Waits for what others do to a file, without opening it.
fn watch(args: &Args) -> Attempt {
    let fd = call!(libc::SYS_inotify_init1, 0)?;
    let path: CString = args.c_path(0)?;
    call!(libc::SYS_inotify_add_watch, fd, path.as_c_str(), 0xfff)?;
    Ok("watched".to_owned())
}
