//! Reading a transcript file, frame by frame.

use super::{HeaderLine, LONG, Line};
use crate::http::{Http, HttpLine};
use crate::transcript::VERSION;
use crate::{
    Channel, Cut, Frame, FrameId, Header, Side, Target, TranscriptError, canonical, limits,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::{BufRead, Read as _};
use std::ops::Range;

/// Bytes of a line that are read: what we record of one message, and what its every byte takes as an escape.
const MOST: usize = 6 * limits::MESSAGE_BYTES + LONG;

/// Reads a line, and says how many bytes it has.
fn next_line(
    file: &mut impl BufRead,
    line: &mut Vec<u8>,
    number: usize,
) -> Result<usize, TranscriptError> {
    let mut most = file.take(MOST as u64 + 1);
    let read = most.read_until(b'\n', line);
    let read = read.map_err(|e| unreadable(number, &e))?;
    if read > MOST {
        return Err(TranscriptError {
            line: number,
            what: format!(
                "it is longer than {} MiB: no line of a transcript is",
                MOST >> 20
            ),
        });
    }
    Ok(read)
}

/// Reads a transcript file frame by frame.
pub struct Frames<R> {
    file: R,
    header: Header,
    hash: Sha256,
    line: Vec<u8>,
    /// The bytes of the frame that was read last.
    bytes: Vec<u8>,
    cut: Option<Cut>,
    http: Option<Http>,
    /// The number of the line, counted from 1.
    number: usize,
    last: Option<FrameId>,
}

impl<R: BufRead> Frames<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// The first line is no header, or could not be read.
    pub fn open(mut file: R) -> Result<Self, TranscriptError> {
        let mut first = Vec::new();
        if next_line(&mut file, &mut first, 1)? == 0 {
            return Err(TranscriptError {
                line: 1,
                what: "the file is empty; expected a transcript's header".to_owned(),
            });
        }
        let header = read_header(&first).map_err(|e| e.at(1, &first))?;
        Ok(Self {
            file,
            header,
            hash: Sha256::new_with_prefix(&first),
            line: Vec::new(),
            bytes: Vec::new(),
            cut: None,
            http: None,
            number: 1,
            last: None,
        })
    }

    /// The header, and the SHA-256 of what was read, in hexadecimal.
    pub fn finish(self) -> (Header, String) {
        (self.header, canonical::hex(&self.hash.finalize()))
    }

    /// The next frame; `None` at the end. Its bytes are held until the next one is asked for.
    pub(crate) fn line(&mut self) -> Result<Option<Line<'_>>, TranscriptError> {
        if self.bytes.capacity() > LONG {
            self.bytes = Vec::new();
        }
        loop {
            self.number += 1;
            self.line.clear();
            if next_line(&mut self.file, &mut self.line, self.number)? == 0 {
                return Ok(None);
            }
            self.hash.update(&self.line);
            if self.line.trim_ascii().is_empty() {
                continue;
            }
            let frame = read_frame(&mut self.line, &mut self.bytes)
                .map_err(|e| e.at(self.number, &self.line))?;
            if self.line.capacity() > LONG {
                self.line = Vec::new();
            }
            if let Some(last) = self.last
                && last >= frame.n
            {
                let what = format!(
                    "frame {} follows frame {}; expected a higher number",
                    frame.n.0, last.0
                );
                return Err(TranscriptError {
                    line: self.number,
                    what,
                });
            }
            self.last = Some(frame.n);
            let Read {
                n,
                at_us,
                from,
                channel,
                session,
                cut,
                http,
            } = frame;
            self.cut = cut;
            self.http = http;
            return Ok(Some(Line {
                n,
                at_us,
                from,
                channel,
                session,
                bytes: &self.bytes,
                cut: self.cut.as_ref(),
                http: self.http.as_ref(),
            }));
        }
    }
}

impl<R: BufRead> Iterator for Frames<R> {
    type Item = Result<Frame, TranscriptError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.line().transpose()?.map(Frame::from))
    }
}

fn unreadable(line: usize, error: &std::io::Error) -> TranscriptError {
    TranscriptError {
        line,
        what: format!("the file could not be read: {error}"),
    }
}

/// What is read of a frame's line. Apart from [`FrameLine`], because reading borrows and asks less.
#[derive(Deserialize)]
struct FrameRead<'a> {
    n: u64,
    #[serde(borrow)]
    at_ms: &'a RawValue,
    from: Side,
    channel: Channel,
    #[serde(default)]
    session: u32,
    #[serde(default, borrow)]
    text: Option<&'a RawValue>,
    #[serde(default, borrow)]
    base64: Option<Text<'a>>,
    #[serde(default)]
    cut: Option<Cut>,
    #[serde(default)]
    http: Option<HttpLine>,
}

/// A string that borrows from the line where it holds no escape.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// What is wrong with a line, before its number is known.
struct Wrong {
    what: String,
    /// Whether the line ends before its JSON does.
    unfinished: bool,
}

impl Wrong {
    fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            unfinished: false,
        }
    }

    fn at(self, line: usize, bytes: &[u8]) -> TranscriptError {
        let cut = self.unfinished && !bytes.ends_with(b"\n");
        let what = if cut {
            "the file was cut short in the middle of this line".to_owned()
        } else {
            self.what
        };
        TranscriptError { line, what }
    }
}

const HEADER: &str = r#"a header {"transcript":1,"tool_version":…,"started":…,"target":{…}}"#;
const FRAME: &str = r#"a frame {"n":…,"at_ms":…,"from":…,"channel":…,"session":…,"text":…}"#;

/// Reads a line as a JSON object. `expected` is for people.
fn object<'l, T: Deserialize<'l>>(line: &'l [u8], expected: &str) -> Result<T, Wrong> {
    // Serde would take an array for a struct.
    if !line.trim_ascii_start().starts_with(b"{") {
        return Err(Wrong::new(format!(
            "this is no JSON object; expected {expected}"
        )));
    }
    serde_json::from_slice(line).map_err(|error| {
        // The line in serde's words is always 1, which would only mislead.
        let words = error
            .to_string()
            .replace(" at line 1 column ", " at column ");
        let what = if error.is_data() {
            words
        } else {
            format!("{words}; expected {expected}")
        };
        Wrong {
            what,
            unfinished: error.is_eof(),
        }
    })
}

fn read_header(line: &[u8]) -> Result<Header, Wrong> {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let header: HeaderLine<'_> = object(line, HEADER)?;
    if header.transcript != VERSION {
        let found = header.transcript;
        return Err(Wrong::new(format!(
            "transcript version {found}; this program reads version {VERSION}"
        )));
    }
    let target = match (
        header.target.kind.as_str(),
        header.target.command,
        header.target.url,
    ) {
        ("stdio", Some(command), _) => Target::Stdio { command },
        ("http", _, Some(url)) => Target::Http { url },
        ("stdio", None, _) => {
            return Err(Wrong::new(
                "the target has no `command`; a stdio target needs one",
            ));
        }
        ("http", _, None) => {
            return Err(Wrong::new(
                "the target has no `url`; an http target needs one",
            ));
        }
        (other, ..) => {
            return Err(Wrong::new(format!(
                "the target's kind is `{other}`; expected `stdio` or `http`"
            )));
        }
    };
    Ok(Header {
        tool_version: header.tool_version.into_owned(),
        started: header.started.into_owned(),
        target,
        entry: header.entry,
    })
}

/// A frame without its bytes.
struct Read {
    n: FrameId,
    at_us: u64,
    from: Side,
    channel: Channel,
    session: u32,
    cut: Option<Cut>,
    http: Option<Http>,
}

/// Reads a line as a frame, whose bytes go to `bytes`.
fn read_frame(line: &mut Vec<u8>, bytes: &mut Vec<u8>) -> Result<Read, Wrong> {
    let frame: FrameRead<'_> = object(line, FRAME)?;
    bytes.clear();
    let mut text = None;
    match (frame.text, frame.base64) {
        (Some(_), Some(_)) => {
            return Err(Wrong::new(
                "the frame has both `text` and `base64`; expected one of them",
            ));
        }
        (Some(raw), None) => text = Some(inside(line, raw)?),
        (None, Some(Text(base64))) => STANDARD
            .decode_vec(&*base64, bytes)
            .map_err(|e| Wrong::new(format!("`base64`: {e}")))?,
        (None, None) if frame.channel == Channel::Http => {}
        (None, None) => {
            return Err(Wrong::new(
                "the frame has neither `text` nor `base64`; expected one of them",
            ));
        }
    }
    let at_us = microseconds(frame.at_ms.get()).ok_or_else(|| {
        Wrong::new(format!(
            "`at_ms` is {}; expected milliseconds, 0 or more",
            frame.at_ms.get()
        ))
    })?;
    let read = Read {
        n: FrameId(frame.n),
        at_us,
        from: frame.from,
        channel: frame.channel,
        session: frame.session,
        cut: frame.cut,
        http: frame.http.and_then(HttpLine::read),
    };
    if let Some(text) = text {
        unescape(line, text).ok_or_else(|| Wrong::new("`text` holds a lone surrogate"))?;
        // The line has become the text: a long one is in memory only once.
        std::mem::swap(line, bytes);
    }
    Ok(read)
}

/// Where the inside of a JSON string stands in the line that it was read from.
fn inside(line: &[u8], raw: &RawValue) -> Result<Range<usize>, Wrong> {
    let raw = raw.get();
    if !raw.starts_with('"') {
        return Err(Wrong::new("`text` is not a string"));
    }
    // It is a slice of the line: its place is the distance between the two.
    let start = raw.as_ptr() as usize - line.as_ptr() as usize;
    Ok(start + 1..start + raw.len() - 1)
}

/// Turns a line into the string whose inside stands at `inside`, without another copy of it. `None` where an escape stands
/// for no character.
fn unescape(line: &mut Vec<u8>, inside: Range<usize>) -> Option<()> {
    let (mut at, mut written) = (inside.start, 0);
    while at < inside.end {
        let rest = line.get(at..inside.end)?;
        let plain = rest.iter().position(|byte| *byte == b'\\');
        let plain = plain.unwrap_or(rest.len());
        line.copy_within(at..at + plain, written);
        written += plain;
        at += plain;
        if at < inside.end {
            let (character, length) = escape(line.get(at + 1..inside.end)?)?;
            let mut utf8 = [0; 4];
            let utf8 = character.encode_utf8(&mut utf8).as_bytes();
            line.get_mut(written..written + utf8.len())?
                .copy_from_slice(utf8);
            written += utf8.len();
            at += 1 + length;
        }
    }
    line.truncate(written);
    Some(())
}

/// What an escape stands for, and its length after the backslash.
fn escape(after: &[u8]) -> Option<(char, usize)> {
    let simple = match after.first()? {
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let first = unit(after)?;
            let second = after.get(5..).filter(|rest| rest.starts_with(b"\\u"));
            let second = second.and_then(|rest| unit(rest.get(1..)?));
            let units = [Some(first), second].into_iter().flatten();
            let character = char::decode_utf16(units).next()?.ok()?;
            return Some((character, if character.len_utf16() == 2 { 11 } else { 5 }));
        }
        other => char::from(*other),
    };
    Some((simple, 1))
}

/// The four digits after a `u`.
fn unit(text: &[u8]) -> Option<u16> {
    u16::from_str_radix(std::str::from_utf8(text.get(1..5)?).ok()?, 16).ok()
}

/// Milliseconds as written, in microseconds. Exact for what [`Frame::line`] writes; other spellings are cut to microseconds.
fn microseconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if fraction.len() <= 3 && digits(whole) && digits(fraction) {
        let whole: u64 = whole.parse().ok()?;
        let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
        return whole.checked_mul(1000)?.checked_add(fraction);
    }
    let milliseconds: f64 = text.parse().ok()?;
    std::time::Duration::try_from_secs_f64(milliseconds / 1000.0)
        .ok()?
        .as_micros()
        .try_into()
        .ok()
}
