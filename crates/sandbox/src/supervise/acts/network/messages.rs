//! Messages as `sendmsg` and `sendmmsg` take them: structures in the caller's memory.

use super::{Caller, bytes, part};
use crate::net::standin::Standin;
use crate::sys::memory;
use crate::sys::seccomp::Answer;
use rustix::io::Errno;

/// The bytes of a message's head (`struct msghdr`), and where its parts are.
const HEAD: usize = 56;
/// The bytes of one part (`struct iovec`): its address and its length.
const PART: usize = 16;
/// How many parts are read.
const PARTS: usize = 64;
/// How much of a message is read: more than a datagram can hold is not sent.
const LONGEST: usize = 64 << 10;

/// The head of a message.
struct Head {
    name: u64,
    name_length: u64,
    parts: u64,
    count: u64,
}

/// What becomes of a message, or of several. One without an address is let through: the sockets that are there heed none.
/// Of several only the first is sent, and the caller, which learns that, sends the others.
pub(super) fn send(standin: &Standin, caller: &Caller<'_>, several: bool) -> Result<Answer, Errno> {
    let pid = caller.call.pid;
    let head = Head::read(pid, caller.call.args[1]).ok_or(Errno::FAULT)?;
    if head.name == 0 {
        return Ok(Answer::Continue);
    }
    let address = bytes(pid, head.name, head.name_length).ok_or(Errno::FAULT)?;
    let data = head.data(pid).ok_or(Errno::FAULT)?;
    Ok(match standin.send(&caller.socket()?, &address, &data) {
        Answer::Value(_) if several => Answer::Value(1),
        answer => answer,
    })
}

/// Bytes of the caller's, 64 KiB at most.
pub(super) fn buffer(pid: u32, address: u64, length: u64) -> Option<Vec<u8>> {
    part(pid, address, length, LONGEST)
}

impl Head {
    fn read(pid: u32, at: u64) -> Option<Self> {
        let mut bytes = [0; HEAD];
        let got = memory::read(pid, at, &mut bytes).ok()?;
        let word = |from: usize| {
            let word = bytes.get(from..from + 8)?.try_into().ok()?;
            Some(u64::from_ne_bytes(word))
        };
        (got == HEAD).then_some(())?;
        Some(Self {
            name: word(0)?,
            // An `int`, and padding after it.
            name_length: word(8)? & u64::from(u32::MAX),
            parts: word(16)?,
            count: word(24)?,
        })
    }

    /// All its bytes.
    fn data(&self, pid: u32) -> Option<Vec<u8>> {
        let count = usize::try_from(self.count).ok()?.min(PARTS);
        let parts = buffer(pid, self.parts, (count * PART) as u64)?;
        let mut data = Vec::new();
        for part in parts.chunks_exact(PART) {
            let (address, length) = part.split_first_chunk::<8>()?;
            let address = u64::from_ne_bytes(*address);
            let length = u64::from_ne_bytes(length.try_into().ok()?);
            data.extend(buffer(pid, address, length)?);
            if data.len() >= LONGEST {
                data.truncate(LONGEST);
                break;
            }
        }
        Some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_from_its_parts() {
        let texts = [&b"one "[..], b"two"];
        let parts: Vec<u64> = texts
            .iter()
            .flat_map(|text| [text.as_ptr().addr() as u64, text.len() as u64])
            .collect();
        let name = [7_u8; 16];
        let head = [
            name.as_ptr().addr() as u64,
            u64::MAX << 32 | 16,
            parts.as_ptr().addr() as u64,
            2,
            0,
            0,
            0,
        ];
        let pid = std::process::id();
        let head = Head::read(pid, head.as_ptr().addr() as u64).unwrap();
        assert_eq!(
            (head.name_length, head.data(pid).unwrap()),
            (16, b"one two".to_vec())
        );
        assert!(Head::read(pid, 8).is_none());
    }
}
