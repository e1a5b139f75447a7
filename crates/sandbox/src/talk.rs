//! Datagrams with descriptors over a socket pair.

use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;

/// The longest datagram.
const LONGEST: usize = 128 << 10;
/// The most descriptors with one.
const MOST: usize = 8;

/// Two ends of a talk in datagrams. Each hears when the other is gone.
///
/// # Errors
/// The operating system's: too many descriptors.
pub(crate) fn pair() -> io::Result<(OwnedFd, OwnedFd)> {
    Ok(socketpair(
        AddressFamily::UNIX,
        SocketType::SEQPACKET,
        SocketFlags::CLOEXEC,
        None,
    )?)
}

/// Tells the other end. One that is gone hears nothing, and that is no error.
pub(crate) fn tell(to: impl AsFd, what: &impl Serialize, with: &[BorrowedFd<'_>]) {
    let Ok(bytes) = serde_json::to_vec(what) else {
        return;
    };
    let _gone = send(to, &bytes, with);
}

/// Sends a datagram with descriptors.
///
/// # Errors
/// The operating system's; `EPIPE` where the other end is gone.
pub(crate) fn send(to: impl AsFd, bytes: &[u8], with: &[BorrowedFd<'_>]) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST))];
    let mut beside = SendAncillaryBuffer::new(&mut space);
    if !with.is_empty() && !beside.push(SendAncillaryMessage::ScmRights(with)) {
        return Err(io::Error::other("too many descriptors for one datagram"));
    }
    let bytes = [IoSlice::new(bytes)];
    rustix::io::retry_on_intr(|| sendmsg(&to, &bytes, &mut beside, SendFlags::NOSIGNAL))?;
    Ok(())
}

/// Waits for the next datagram and its descriptors; none where the other end is gone.
///
/// # Errors
/// The operating system's.
pub(crate) fn receive(from: impl AsFd) -> io::Result<Option<(Vec<u8>, Vec<OwnedFd>)>> {
    let mut bytes = vec![0; LONGEST];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST))];
    let mut beside = RecvAncillaryBuffer::new(&mut space);
    let got = loop {
        let mut into = [IoSliceMut::new(&mut bytes)];
        match recvmsg(&from, &mut into, &mut beside, RecvFlags::CMSG_CLOEXEC) {
            // Told once, where the other end is gone and has not read all: what it said before is still to be heard.
            Err(Errno::INTR | Errno::CONNRESET) => {}
            got => break got?,
        }
    };
    bytes.truncate(got.bytes);
    let fds: Vec<OwnedFd> = beside
        .drain()
        .filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(fds) => Some(fds),
            _ => None,
        })
        .flatten()
        .collect();
    Ok((got.bytes > 0 || !fds.is_empty()).then_some((bytes, fds)))
}

/// The next datagram that can be read; none where the other end is gone.
pub(crate) fn hear<T: DeserializeOwned>(from: impl AsFd) -> Option<(T, Vec<OwnedFd>)> {
    loop {
        let (bytes, fds) = receive(&from).ok()??;
        if let Ok(what) = serde_json::from_slice(&bytes) {
            return Some((what, fds));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Order, Tale};

    #[test]
    fn descriptors_travel_and_an_end_that_is_gone_is_heard() {
        let (here, there) = pair().unwrap();
        let file = tempfile::tempfile().unwrap();
        tell(&here, &Tale::Filter, &[file.as_fd()]);
        let (tale, fds) = hear::<Tale>(&there).unwrap();
        assert!(matches!(tale, Tale::Filter));
        assert_eq!(fds.len(), 1);
        tell(&there, &Order::Stop, &[]);
        assert!(hear::<Order>(&here).is_some());
        drop(here);
        assert!(hear::<Order>(&there).is_none());
        tell(&there, &Order::Stop, &[]);
    }

    #[test]
    fn the_last_words_of_one_that_did_not_listen_are_heard() {
        let (here, there) = pair().unwrap();
        tell(&here, &Order::Stop, &[]);
        tell(&there, &Tale::Disk, &[]);
        tell(&there, &Tale::Started, &[]);
        drop(there);
        assert!(matches!(hear(&here), Some((Tale::Disk, _))));
        assert!(matches!(hear(&here), Some((Tale::Started, _))));
        assert!(hear::<Tale>(&here).is_none());
    }
}
