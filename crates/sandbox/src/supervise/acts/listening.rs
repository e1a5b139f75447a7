//! Waiting for connections. Without `bind`, a socket of the internet takes a port of the machine past Landlock: the
//! supervisor does it instead, on its own duplicate of the socket, and for sockets with a path only.

use super::Seen;
use crate::net::standin::Verdict;
use crate::net::standin::duplicate::duplicate;
use crate::sys::seccomp::{Answer, Call};
use rustix::io::Errno;
use rustix::net::{AddressFamily, listen, sockopt::socket_domain};

/// What becomes of `listen`; none for every other call.
pub(super) fn seen(name: &str, call: &Call) -> Option<Seen> {
    if name != "listen" {
        return None;
    }
    let answer = match instead(call) {
        Ok(()) => Answer::Value(0),
        Err(errno) => Answer::Error(errno.raw_os_error()),
    };
    Some(Seen {
        notes: Vec::new(),
        answer: Verdict::Answer(answer),
    })
}

fn instead(call: &Call) -> Result<(), Errno> {
    let socket = duplicate(call.pid, call.args[0] as i32)?;
    if socket_domain(&socket)? != AddressFamily::UNIX {
        return Err(Errno::PERM);
    }
    listen(&socket, call.args[1] as i32)
}
