//! The arguments that a program is run with, read from the memory of the process that runs it.

use super::number;
use crate::supervise::text;
use crate::sys::memory;

/// How many arguments are read.
const MOST: u64 = 1_024;
/// How many bytes of one.
const LONGEST: usize = 64 << 10;
/// How many bytes of all.
const TOGETHER: usize = 256 << 10;

/// What was read of them.
pub(super) struct Arguments {
    /// Each ended by a NUL.
    pub(super) bytes: Vec<u8>,
    /// Whether there are more.
    pub(super) cut: bool,
}

/// The arguments at this address but for the first, which is the program's name. None where they cannot be read.
pub(super) fn read(pid: u32, address: u64) -> Option<Arguments> {
    let mut bytes = Vec::new();
    // The kernel takes no address for no arguments.
    let most = if address == 0 { 0 } else { MOST };
    for index in 0..most {
        let text = number(pid, address.checked_add(index * 8)?)?;
        if text == 0 {
            return Some(Arguments { bytes, cut: false });
        }
        if index == 0 {
            continue;
        }
        bytes.extend(memory::string(pid, text, LONGEST)?);
        bytes.push(0);
        if bytes.len() >= TOGETHER {
            break;
        }
    }
    Some(Arguments {
        bytes,
        cut: address != 0,
    })
}

/// The same, to be read: joined by spaces, shortened.
pub(super) fn shown(arguments: &[u8]) -> String {
    let joined: Vec<u8> = arguments
        .strip_suffix(&[0])
        .unwrap_or(arguments)
        .iter()
        .map(|byte| if *byte == 0 { b' ' } else { *byte })
        .collect();
    text::clean(&joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_from_memory() {
        let texts = [&b"sh\0"[..], b"-c\0", b"echo a\tb\0"];
        let mut pointers: Vec<u64> = texts
            .iter()
            .map(|text| text.as_ptr().addr() as u64)
            .collect();
        pointers.push(0);
        let read = read(std::process::id(), pointers.as_ptr().addr() as u64);
        let read = read.unwrap();
        assert!(!read.cut);
        assert_eq!(read.bytes, b"-c\0echo a\tb\0");
        assert_eq!(shown(&read.bytes), "-c echo a\\tb");
        assert_eq!(super::read(std::process::id(), 0).unwrap().bytes, b"");
        assert!(super::read(std::process::id(), 8).is_none());
    }
}
