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

/// The arguments at this address but for the first, which is the program's name; each ended by a NUL.
pub(super) fn read(pid: u32, address: u64) -> Vec<u8> {
    let mut all = Vec::new();
    for index in 0..MOST {
        let Some(at) = address.checked_add(index * 8) else {
            break;
        };
        let Some(text) = number(pid, at).filter(|text| *text != 0) else {
            break;
        };
        if index == 0 {
            continue;
        }
        all.extend(memory::string(pid, text, LONGEST).unwrap_or_default());
        all.push(0);
        if all.len() >= TOGETHER {
            break;
        }
    }
    all
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
        assert_eq!(read, b"-c\0echo a\tb\0");
        assert_eq!(shown(&read), "-c echo a\\tb");
        assert_eq!(super::read(std::process::id(), 0), b"");
    }
}
