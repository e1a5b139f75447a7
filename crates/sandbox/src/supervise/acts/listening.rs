//! Waiting for connections. Without `bind`, a socket of the internet takes a port of the machine past Landlock: the
//! supervisor does it instead, on its own duplicate of the socket, and for sockets with a path only.

use super::{Answer, Caller, Seen, decided};
use rustix::io::Errno;
use rustix::net::{AddressFamily, listen, sockopt::socket_domain};

/// What becomes of `listen`; none for every other call.
pub(super) fn seen(name: &str, caller: &Caller<'_>) -> Option<Seen> {
    if name != "listen" {
        return None;
    }
    Some(decided(match instead(caller) {
        Ok(()) => Answer::Value(0),
        Err(errno) => Answer::Error(errno.raw_os_error()),
    }))
}

fn instead(caller: &Caller<'_>) -> Result<(), Errno> {
    let socket = caller.socket()?;
    if socket_domain(&socket)? != AddressFamily::UNIX {
        return Err(Errno::PERM);
    }
    listen(&socket, caller.call.args[1] as i32)
}
