//! Removes a tree in which nothing runs any more.

use super::walk::directory;
use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, CWD, Dir, Mode, fchmod, renameat, rmdir, unlinkat};
use rustix::io::Errno;
use std::ffi::CStr;
use std::io;
use std::path::Path;

/// Removes a directory and everything in it. What lies deeper than one level is moved up first: so any depth takes three
/// descriptors, and no more time than its entries do.
///
/// # Errors
/// The operating system's, for the first thing that cannot be removed.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let top = directory(CWD, path)?;
    let _not_ours = fchmod(&top, Mode::RWXU);
    let mut free = 0;
    while each(&top, &mut |name| whole(&top, name, &mut free))? {}
    Ok(rmdir(path)?)
}

/// Removes an entry of the top directory.
fn whole(top: &OwnedFd, name: &CStr, free: &mut u64) -> io::Result<()> {
    if unlinkat(top, name, AtFlags::empty()).is_ok() {
        return Ok(());
    }
    let below = directory(top, name)?;
    fchmod(&below, Mode::RWXU)?;
    while each(&below, &mut |name| up(top, &below, name, free))? {}
    Ok(unlinkat(top, name, AtFlags::REMOVEDIR)?)
}

/// Removes an entry of a directory below the top; moves it there where it is a directory itself.
fn up(top: &OwnedFd, from: &OwnedFd, name: &CStr, free: &mut u64) -> io::Result<()> {
    if unlinkat(from, name, AtFlags::empty()).is_ok() {
        return Ok(());
    }
    // What it hangs from is written in the directory itself.
    fchmod(directory(from, name)?, Mode::RWXU)?;
    loop {
        *free += 1;
        match renameat(from, name, top, free.to_string()) {
            Err(Errno::EXIST | Errno::NOTEMPTY | Errno::NOTDIR) => {}
            moved => return Ok(moved?),
        }
    }
}

/// Does this to each entry of a directory; whether there was any.
fn each(dir: &OwnedFd, job: &mut dyn FnMut(&CStr) -> io::Result<()>) -> io::Result<bool> {
    let mut any = false;
    for entry in Dir::read_from(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if !matches!(name.to_bytes(), b"." | b"..") {
            job(name)?;
            any = true;
        }
    }
    Ok(any)
}
