//! Cuts a byte stream into lines without ever holding more of one than its cap.

use evidence::Cut;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Bytes of a line over its cap that are kept where it is no message. Of a message, as many as the cap lets through are
/// kept: whole items may stand in them.
pub(crate) const HEAD: usize = 64 << 10;

/// Bytes of the end of such a line that are looked at (not kept), because some servers write the id last.
const TAIL: usize = 256;

/// One line, without its newline.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The whole line, or its head where it was cut.
    pub(crate) bytes: Arc<Vec<u8>>,
    /// Size and digest of the whole, where it was cut.
    pub(crate) cut: Option<Cut>,
    /// The last bytes of a line that was cut.
    pub(crate) tail: Vec<u8>,
}

impl Line {
    /// No bytes at all.
    pub(crate) fn empty() -> Self {
        Self {
            bytes: Arc::default(),
            cut: None,
            tail: Vec::new(),
        }
    }
}

/// A count and a digest of bytes that are not kept.
#[derive(Default)]
pub(crate) struct Running {
    bytes: u64,
    digest: Sha256,
}

impl Running {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.bytes = self.bytes.saturating_add(bytes.len() as u64);
        self.digest.update(bytes);
    }

    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut running = Self::default();
        running.add(bytes);
        running
    }

    pub(crate) fn cut(self) -> Cut {
        Cut {
            bytes: self.bytes,
            sha256: hex(&self.digest.finalize()),
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, b| {
            for half in [b >> 4, b & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
            }
            out
        })
}

/// Collects chunks into lines.
pub(crate) struct Splitter {
    cap: usize,
    line: Vec<u8>,
    over: Option<(Running, Vec<u8>)>,
}

impl Splitter {
    /// Lines longer than `cap` bytes are cut to their head.
    pub(crate) fn new(cap: usize) -> Self {
        Self {
            cap,
            line: Vec::new(),
            over: None,
        }
    }

    /// Takes a chunk and hands out the lines that it completes.
    pub(crate) fn feed(&mut self, mut chunk: &[u8], mut each: impl FnMut(Line)) {
        while let Some(at) = memchr::memchr(b'\n', chunk) {
            let (end, rest) = chunk.split_at(at);
            self.extend(end);
            each(self.take());
            chunk = rest.get(1..).unwrap_or_default();
        }
        self.extend(chunk);
    }

    /// What is left at the end of the stream: a last line without a newline.
    pub(crate) fn finish(&mut self) -> Option<Line> {
        (!self.line.is_empty() || self.over.is_some()).then(|| self.take())
    }

    fn extend(&mut self, bytes: &[u8]) {
        if let Some((running, tail)) = &mut self.over {
            running.add(bytes);
            keep_end(tail, bytes);
        } else if self.line.len().saturating_add(bytes.len()) > self.cap {
            let mut running = Running::default();
            running.add(&self.line);
            running.add(bytes);
            let mut tail = Vec::new();
            keep_end(&mut tail, &self.line);
            keep_end(&mut tail, bytes);
            let room = self.cap.saturating_sub(self.line.len());
            self.line
                .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
            if !matches!(self.line.trim_ascii_start().first(), Some(b'{' | b'[')) {
                self.line.truncate(HEAD);
                self.line.shrink_to_fit();
            }
            self.over = Some((running, tail));
        } else {
            self.line.extend_from_slice(bytes);
        }
    }

    fn take(&mut self) -> Line {
        // The buffer is reused from line to line; a long one goes along, so that there are never two of it.
        let bytes = if self.line.len() > HEAD {
            std::mem::take(&mut self.line)
        } else {
            let bytes = self.line.as_slice().to_vec();
            self.line.clear();
            bytes
        };
        let bytes = Arc::new(bytes);
        let (cut, tail) = self
            .over
            .take()
            .map_or((None, Vec::new()), |(r, t)| (Some(r.cut()), t));
        Line { bytes, cut, tail }
    }
}

/// Keeps the last `TAIL` bytes.
fn keep_end(tail: &mut Vec<u8>, bytes: &[u8]) {
    let from = bytes.len().saturating_sub(TAIL);
    tail.extend_from_slice(bytes.get(from..).unwrap_or_default());
    let extra = tail.len().saturating_sub(TAIL);
    tail.drain(..extra);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(cap: usize, chunks: &[&[u8]]) -> (Vec<Line>, Option<Line>) {
        let mut s = Splitter::new(cap);
        let mut lines = Vec::new();
        for c in chunks {
            s.feed(c, |l| lines.push(l));
        }
        (lines, s.finish())
    }

    #[test]
    fn lines_do_not_depend_on_chunks() {
        let (lines, rest) = split(100, &[b"a", b"b\n\nc\r", b"\nlast"]);
        let texts: Vec<&[u8]> = lines.iter().map(|l| l.bytes.as_slice()).collect();
        assert_eq!(texts, [b"ab".as_slice(), b"", b"c\r"]);
        let rest = rest.unwrap();
        assert_eq!(*rest.bytes, b"last");
    }

    #[test]
    fn a_long_line_is_cut_counted_and_digested() {
        let whole = vec![b'x'; 1000];
        for size in [1, 7, 64, 1000] {
            let mut s = Splitter::new(100);
            let mut lines = Vec::new();
            for c in whole.chunks(size) {
                s.feed(c, |l| lines.push(l));
            }
            s.feed(b"yz\nnext\n", |l| lines.push(l));
            let [long, next] = lines.as_slice() else {
                panic!("two lines")
            };
            let mut running = Running::default();
            running.add(&whole);
            running.add(b"yz");
            assert_eq!(long.cut, Some(running.cut()), "chunks of {size}");
            assert_eq!((long.bytes.len(), long.tail.len()), (100, TAIL));
            assert!(long.tail.ends_with(b"xyz"));
            assert_eq!(
                (next.bytes.as_slice(), &next.cut),
                (b"next".as_slice(), &None)
            );
        }
    }

    /// Every text of so many bytes, every way to cut it into chunks, every small cap.
    #[test]
    fn however_it_comes_it_is_the_same_lines() {
        const BYTES: u32 = 7;
        for letters in 0..1u32 << BYTES {
            let byte = |at| {
                if letters >> at & 1 == 1 {
                    b'\n'
                } else {
                    b'a' + at as u8
                }
            };
            let text: Vec<u8> = (0..BYTES).map(byte).collect();
            let whole: Vec<&[u8]> = text.split(|b| *b == b'\n').collect();
            for (cap, cuts) in
                (0..4).flat_map(|cap| (0..1u32 << (BYTES - 1)).map(move |cuts| (cap, cuts)))
            {
                let mut s = Splitter::new(cap);
                let mut lines = Vec::new();
                let mut chunk = Vec::new();
                for (at, byte) in text.iter().enumerate() {
                    chunk.push(*byte);
                    if cuts >> at & 1 == 1 {
                        s.feed(&chunk, |l| lines.push(l));
                        chunk.clear();
                    }
                }
                s.feed(&chunk, |l| lines.push(l));
                let unfinished = !text.ends_with(b"\n");
                lines.extend(s.finish());
                assert_eq!(lines.len(), whole.len() - usize::from(!unfinished));
                for (line, whole) in lines.iter().zip(&whole) {
                    assert_eq!(*line.bytes, whole[..cap.min(whole.len())]);
                    let cut = line.cut.as_ref().map(|cut| cut.bytes);
                    assert_eq!(cut, (whole.len() > cap).then_some(whole.len() as u64));
                    assert!(line.cut.is_none() || line.tail == *whole);
                }
            }
        }
    }

    #[test]
    fn hex_of_known_digest() {
        assert_eq!(
            Running::default().cut().sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
