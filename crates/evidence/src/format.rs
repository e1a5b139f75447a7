//! The transcript's file format: JSON Lines, version 1.

use crate::transcript::VERSION;
use crate::{
    Channel, Cut, Event, Frame, FrameId, Header, Side, Target, Transcript, TranscriptError,
    canonical,
};
use base64::Engine as _;
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::io::{BufRead, Write};
use std::sync::Arc;

impl Transcript {
    /// Reads a transcript file. Members that this version does not know are passed over; `http` members too.
    ///
    /// # Errors
    /// The first line that is not what the format asks for.
    pub fn read(bytes: &[u8]) -> Result<Self, TranscriptError> {
        let mut frames = Frames::open(bytes)?;
        let all = frames.by_ref().collect::<Result<_, _>>()?;
        let (header, _) = frames.finish();
        Ok(Self {
            header,
            frames: all,
        })
    }

    /// The file's bytes. Reading them back gives an equal transcript.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = self.header.line().into_bytes();
        for frame in &self.frames {
            out.extend_from_slice(frame.line().as_bytes());
        }
        out
    }

    /// SHA-256 of the file's bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> String {
        canonical::sha256(&self.write())
    }
}

/// Reads a transcript file frame by frame.
pub struct Frames<R> {
    file: R,
    header: Header,
    hash: Sha256,
    line: Vec<u8>,
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
        let read = file.read_until(b'\n', &mut first);
        if read.map_err(|e| unreadable(1, &e))? == 0 {
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
            number: 1,
            last: None,
        })
    }

    /// The header, and the SHA-256 of what was read, in hexadecimal.
    pub fn finish(self) -> (Header, String) {
        (self.header, canonical::hex(&self.hash.finalize()))
    }

    /// The next frame; `None` at the end.
    fn frame(&mut self) -> Result<Option<Frame>, TranscriptError> {
        loop {
            self.number += 1;
            self.line.clear();
            let read = self.file.read_until(b'\n', &mut self.line);
            if read.map_err(|e| unreadable(self.number, &e))? == 0 {
                return Ok(None);
            }
            self.hash.update(&self.line);
            if self.line.trim_ascii().is_empty() {
                continue;
            }
            let frame = read_frame(&mut self.line).map_err(|e| e.at(self.number, &self.line))?;
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
            return Ok(Some(frame));
        }
    }
}

impl<R: BufRead> Iterator for Frames<R> {
    type Item = Result<Frame, TranscriptError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.frame().transpose()
    }
}

fn unreadable(line: usize, error: &std::io::Error) -> TranscriptError {
    TranscriptError {
        line,
        what: format!("the file could not be read: {error}"),
    }
}

impl Header {
    /// The header's line in the file, with its newline.
    #[must_use]
    pub fn line(&self) -> String {
        let target = match &self.target {
            Target::Stdio { command } => TargetLine {
                kind: "stdio".into(),
                command: Some(command.clone()),
                url: None,
            },
            Target::Http { url } => TargetLine {
                kind: "http".into(),
                command: None,
                url: Some(url.clone()),
            },
        };
        json_line(&HeaderLine {
            transcript: VERSION,
            tool_version: self.tool_version.as_str().into(),
            started: self.started.as_str().into(),
            target,
        })
    }
}

impl Frame {
    /// The frame's line in the file, with its newline.
    #[must_use]
    pub fn line(&self) -> String {
        let line = Line {
            n: self.n,
            at_us: self.at_us,
            from: self.from,
            channel: self.channel,
            session: self.session,
            bytes: &self.bytes,
            cut: self.cut.as_ref(),
        };
        let mut out = Vec::with_capacity(self.bytes.len() + 128);
        // Writing to memory cannot fail.
        let _ = line.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// What the prober wrote down here; `None` where the frame is the client's or the server's, or of a kind that this
    /// version does not know.
    #[must_use]
    pub fn event(&self) -> Option<Event> {
        if self.from != Side::Prober {
            return None;
        }
        serde_json::from_slice(&self.bytes).ok()
    }
}

/// A frame that is written without being held: as [`Frame`], but its bytes are borrowed.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its number.
    pub n: FrameId,
    /// Microseconds since the run began.
    pub at_us: u64,
    /// Who it comes from.
    pub from: Side,
    /// Where it was seen.
    pub channel: Channel,
    /// Which connection.
    pub session: u32,
    /// The bytes.
    pub bytes: &'a [u8],
    /// Full size and digest, where they are only the head.
    pub cut: Option<&'a Cut>,
}

impl Line<'_> {
    /// Writes the frame's line, with its newline, without a copy of its bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let text = std::str::from_utf8(self.bytes)
            .ok()
            .filter(|text| text.len() <= LONG || escaped(text) <= text.len() / 3 * 4);
        let at = format!("{}.{:03}", self.at_us / 1000, self.at_us % 1000);
        let line = FrameLine {
            n: self.n.0,
            at_ms: RawValue::from_string(at).unwrap_or_default(),
            from: self.from,
            channel: self.channel,
            session: self.session,
            base64: text.is_none().then_some(Base64(self.bytes)),
            text,
            cut: self.cut,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")
    }
}

/// The length of a text as a JSON string: a long one may stand as base64 instead, so that no line grows beyond that.
fn escaped(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            b'"' | b'\\' | b'\n' | b'\t' | b'\r' | 8 | 12 => 2,
            0..0x20 => 6,
            _ => 1,
        })
        .sum()
}

/// Bytes that are written as base64.
struct Base64<'a>(&'a [u8]);

impl Serialize for Base64<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(self.0, &STANDARD))
    }
}

impl Event {
    /// The text of a frame that holds this event.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[derive(Serialize, Deserialize)]
struct HeaderLine<'a> {
    transcript: u64,
    #[serde(borrow)]
    tool_version: Cow<'a, str>,
    #[serde(borrow)]
    started: Cow<'a, str>,
    target: TargetLine,
}

#[derive(Serialize, Deserialize)]
struct TargetLine {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct FrameLine<'a> {
    n: u64,
    at_ms: Box<RawValue>,
    from: Side,
    channel: Channel,
    session: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<Base64<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cut: Option<&'a Cut>,
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
    text: Option<Text<'a>>,
    #[serde(default, borrow)]
    base64: Option<Text<'a>>,
    #[serde(default)]
    cut: Option<Cut>,
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
    })
}

/// Reads a line as a frame. A long line is emptied, so that its text and the frame's bytes are not both in memory with it.
fn read_frame(line: &mut Vec<u8>) -> Result<Frame, Wrong> {
    let frame: FrameRead<'_> = object(line, FRAME)?;
    let bytes: Cow<'_, [u8]> = match (frame.text, frame.base64) {
        (Some(_), Some(_)) => {
            return Err(Wrong::new(
                "the frame has both `text` and `base64`; expected one of them",
            ));
        }
        (Some(Text(Cow::Borrowed(text))), None) => Cow::Borrowed(text.as_bytes()),
        (Some(Text(Cow::Owned(text))), None) => Cow::Owned(text.into_bytes()),
        (None, Some(Text(base64))) => STANDARD
            .decode(&*base64)
            .map_err(|e| Wrong::new(format!("`base64`: {e}")))?
            .into(),
        (None, None) if frame.channel == Channel::Http => Cow::Borrowed(&[]),
        (None, None) => {
            return Err(Wrong::new(
                "the frame has neither `text` nor `base64`; expected one of them",
            ));
        }
    };
    let at_us = microseconds(frame.at_ms.get()).ok_or_else(|| {
        Wrong::new(format!(
            "`at_ms` is {}; expected milliseconds, 0 or more",
            frame.at_ms.get()
        ))
    })?;
    let mut read = Frame {
        n: FrameId(frame.n),
        at_us,
        from: frame.from,
        channel: frame.channel,
        session: frame.session,
        bytes: Arc::default(),
        cut: frame.cut,
    };
    read.bytes = match bytes {
        Cow::Borrowed(bytes) => bytes.into(),
        Cow::Owned(bytes) => {
            if line.len() > LONG {
                *line = Vec::new();
            }
            bytes.into()
        }
    };
    if line.capacity() > LONG {
        *line = Vec::new();
    }
    Ok(read)
}

/// Bytes of a line beyond which its memory is given back at once.
const LONG: usize = 1 << 20;

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

fn json_line<T: Serialize>(value: &T) -> String {
    // Plain data with string keys: serialising it cannot fail.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}
