//! The transcript's file format: JSON Lines, version 1.

mod read;

pub use read::Frames;

use crate::http::{Http, HttpLine};
use crate::transcript::VERSION;
use crate::{
    Channel, Cut, Event, Frame, FrameId, Header, Side, Target, Transcript, TranscriptError,
    canonical,
};
use base64::display::Base64Display;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::Write;

/// Bytes of a line beyond which its memory is given back at once, and its text may stand as base64.
const LONG: usize = 1 << 20;

impl Transcript {
    /// Reads a transcript file. Members that this version does not know are passed over.
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
            entry: self.entry.clone(),
        })
    }
}

impl Frame {
    /// The frame's line in the file, with its newline.
    #[must_use]
    pub fn line(&self) -> String {
        let line = Line::from(self);
        let mut out = Vec::with_capacity(self.bytes.len() + 128);
        // Writing to memory cannot fail.
        let _ = line.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    /// What the prober wrote down here; `None` where the frame is the client's or the server's, or of a kind that this
    /// version does not know.
    #[must_use]
    pub fn event(&self) -> Option<Event> {
        Line::from(self).event()
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
    /// The HTTP side, where it was seen there.
    pub http: Option<&'a Http>,
}

impl<'a> From<&'a Frame> for Line<'a> {
    fn from(frame: &'a Frame) -> Self {
        Self {
            n: frame.n,
            at_us: frame.at_us,
            from: frame.from,
            channel: frame.channel,
            session: frame.session,
            bytes: &frame.bytes,
            cut: frame.cut.as_ref(),
            http: frame.http.as_ref(),
        }
    }
}

impl From<Line<'_>> for Frame {
    fn from(line: Line<'_>) -> Self {
        Self {
            n: line.n,
            at_us: line.at_us,
            from: line.from,
            channel: line.channel,
            session: line.session,
            bytes: line.bytes.into(),
            cut: line.cut.cloned(),
            http: line.http.cloned(),
        }
    }
}

impl Line<'_> {
    /// What the prober wrote down here; see [`Frame::event`].
    pub(crate) fn event(&self) -> Option<Event> {
        if self.from != Side::Prober {
            return None;
        }
        serde_json::from_slice(self.bytes).ok()
    }

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
            http: self.http.map(HttpLine::from),
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
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
    http: Option<HttpLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<Base64<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cut: Option<&'a Cut>,
}

fn json_line<T: Serialize>(value: &T) -> String {
    // Plain data with string keys: serialising it cannot fail.
    let mut line = serde_json::to_string(value).unwrap_or_default();
    line.push('\n');
    line
}
