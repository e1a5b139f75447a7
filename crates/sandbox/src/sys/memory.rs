//! The memory of another process.

use std::io;

const PAGE: usize = 4096;

/// Copies what lies at `address` in a process's memory; fewer bytes than asked for where the readable part ends there.
///
/// # Errors
/// `EFAULT` where nothing is readable there, `EPERM` where this process may not look, `ESRCH` where it is gone.
pub(crate) fn read(pid: u32, address: u64, into: &mut [u8]) -> io::Result<usize> {
    let pid = libc::pid_t::try_from(pid).map_err(io::Error::other)?;
    let there = usize::try_from(address).map_err(io::Error::other)?;
    let local = libc::iovec {
        iov_base: into.as_mut_ptr().cast(),
        iov_len: into.len(),
    };
    let remote = libc::iovec {
        iov_base: std::ptr::without_provenance_mut(there),
        iov_len: into.len(),
    };
    // SAFETY: `local` describes `into`, which is ours alone while this runs, and plain bytes may hold any value. The
    // address in `remote` is the other process's: the kernel checks it and touches nothing of ours through it.
    let got = unsafe { libc::process_vm_readv(pid, &raw const local, 1, &raw const remote, 1, 0) };
    usize::try_from(got).map_err(|_| io::Error::last_os_error())
}

/// The bytes before the next NUL at `address`, `most` at most; none where they cannot be read. Read page by page, since
/// a string may end right before memory that is not there.
pub(crate) fn string(pid: u32, address: u64, most: usize) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut page = [0; PAGE];
    while text.len() < most {
        let at = address.checked_add(text.len() as u64)?;
        let rest = PAGE - usize::try_from(at % PAGE as u64).ok()?;
        let got = read(pid, at, &mut page[..rest]).ok()?;
        let part = &page[..got];
        if let Some(end) = memchr::memchr(0, part) {
            text.extend_from_slice(&part[..end]);
            break;
        }
        if got == 0 {
            return None;
        }
        text.extend_from_slice(part);
    }
    text.truncate(most);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ones_own_memory_can_be_read() {
        let here = *b"some bytes\0and more\0";
        let address = here.as_ptr().addr() as u64;
        let mut copy = [0; 4];
        assert_eq!(read(std::process::id(), address, &mut copy).unwrap(), 4);
        assert_eq!(&copy, b"some");
        let text = string(std::process::id(), address, 100).unwrap();
        assert_eq!(text, b"some bytes");
        assert_eq!(string(std::process::id(), address, 3).unwrap(), b"som");
    }

    #[test]
    fn what_is_not_there_is_an_error() {
        assert!(read(std::process::id(), 8, &mut [0; 8]).is_err());
        assert_eq!(string(std::process::id(), 8, 10), None);
    }
}
