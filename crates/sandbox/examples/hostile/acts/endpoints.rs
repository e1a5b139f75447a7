//! Where a socket can be aimed, as the kernel wants it.

use super::attempt::{Attempt, Failed};
use std::net::SocketAddr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The room that the longest address takes.
const ROOM: usize = 128;

/// An address of a socket.
#[derive(Clone)]
pub(super) struct Target {
    /// Its family and the rest.
    pub(super) bytes: [u8; ROOM],
    /// How much of it counts.
    pub(super) length: usize,
}

impl Target {
    fn new(family: i32, rest: &[u8]) -> Self {
        let mut bytes = [0; ROOM];
        bytes[..2].copy_from_slice(&(family as u16).to_ne_bytes());
        let length = (2 + rest.len()).min(ROOM);
        bytes[2..length].copy_from_slice(&rest[..length - 2]);
        Self { bytes, length }
    }

    /// Connects a socket to it.
    pub(super) fn connect(&self, fd: i32) -> Attempt {
        call!(libc::SYS_connect, fd, &self.bytes, self.length)?;
        Ok("connected".to_owned())
    }

    /// Binds a socket to it.
    pub(super) fn bind(&self, fd: i32) -> Attempt {
        call!(libc::SYS_bind, fd, &self.bytes, self.length)?;
        Ok("bound".to_owned())
    }

    /// Sends to it from a socket that need not be connected.
    pub(super) fn send(&self, fd: i32, data: &[u8], flags: i32) -> Attempt {
        let (aim, length) = (&self.bytes, self.length);
        call!(libc::SYS_sendto, fd, data, data.len(), flags, aim, length)?;
        Ok("sent".to_owned())
    }
}

/// An address of the internet.
pub(super) fn internet(address: SocketAddr) -> Target {
    let port = address.port().to_be_bytes();
    match address {
        SocketAddr::V4(v4) => {
            let rest = [&port[..], &v4.ip().octets(), &[0; 8]].concat();
            Target::new(libc::AF_INET, &rest)
        }
        SocketAddr::V6(v6) => {
            let rest = [&port[..], &[0; 4], &v6.ip().octets(), &[0; 4]].concat();
            Target::new(libc::AF_INET6, &rest)
        }
    }
}

/// A socket that has a path. One that is too long is cut, and then is not there.
pub(super) fn unix_path(path: &Path) -> Target {
    let mut rest = path.as_os_str().as_bytes().to_vec();
    rest.truncate(107);
    rest.push(0);
    Target::new(libc::AF_UNIX, &rest)
}

/// A socket that has a name and no path.
pub(super) fn abstract_name(name: &str) -> Target {
    let mut rest = vec![0];
    rest.extend(name.bytes().take(107));
    Target::new(libc::AF_UNIX, &rest)
}

/// The header of a message of one part: what `sendmsg` takes.
pub(super) fn message(to: Option<&Target>, part: &[usize; 2]) -> [usize; 7] {
    let name = to.map_or(0, |to| to.bytes.as_ptr() as usize);
    let length = to.map_or(0, |to| to.length);
    [name, length, part.as_ptr() as usize, 1, 0, 0, 0]
}

/// An address in an argument: `ADDRESS:PORT`.
pub(super) fn parse(text: &str) -> Result<SocketAddr, Failed> {
    let wrong = |_| Failed::short(format!("{text} is no address with a port"));
    text.parse().map_err(wrong)
}
