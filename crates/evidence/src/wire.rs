//! From lines to messages: JSON-RPC framing that loses as little as possible and names what is wrong.
//!
//! The envelope is read without its payload, so that the id of a reply is known even where its result cannot be read.

mod envelope;

pub(crate) use envelope::{Id, Message, Version};

use crate::{FaultKind, FrameId, json, limits};
use std::borrow::Cow;

/// What one line gave. Messages lie in its text.
#[derive(Debug)]
pub(crate) enum Piece<'t> {
    /// A message, and the frame that it began in.
    Message(FrameId, Message<'t>),
    /// Something wrong with the line itself.
    Wrong(FrameId, FaultKind, String),
}

/// Who takes what a line gives.
type Each<'e> = &'e mut dyn FnMut(Piece<'_>);

/// Reads the lines of one connection in order. Holds what a message spread over several lines needs.
#[derive(Debug, Default)]
pub(crate) struct Framer {
    run: Option<Run>,
}

/// Lines that together may be one message.
#[derive(Debug)]
struct Run {
    text: String,
    lines: Vec<(FrameId, String)>,
    nesting: json::Nesting,
}

impl Framer {
    /// Reads one line, without its newline, and hands out what it gives. `cut` is the full size where only its head was
    /// kept.
    pub(crate) fn push(&mut self, frame: FrameId, line: &[u8], cut: Option<u64>, each: Each<'_>) {
        let (text, cut) = match decode(frame, line, each) {
            (text, false) => (text, cut),
            // What its broken bytes were replaced with made it longer than what is kept.
            (text, true) => (text, cut.or(Some(line.len() as u64))),
        };
        let text = text.trim_ascii();
        if text.is_empty() {
            return;
        }
        if let Some(whole) = cut {
            self.finish(each);
            too_long(frame, text, whole, each);
            return;
        }
        let Some(run) = &mut self.run else {
            return self.line(frame, text, each);
        };
        if starts_message(text) {
            self.finish(each);
            return self.line(frame, text, each);
        }
        run.push(frame, text);
        if !run.nesting.open() {
            self.join(each);
        } else if run.text.len() > limits::MESSAGE_BYTES {
            self.finish(each);
        }
    }

    /// Reads a whole document: one message, or a batch, on as many lines as it likes.
    pub(crate) fn document(frame: FrameId, bytes: &[u8], cut: Option<u64>, each: Each<'_>) {
        let (text, longer) = decode(frame, bytes, each);
        let text = text.trim_ascii();
        match cut.or(longer.then_some(bytes.len() as u64)) {
            _ if text.is_empty() => {}
            Some(whole) => too_long(frame, text, whole, each),
            None => {
                let mut framer = Self::default();
                framer.line(frame, text, each);
                framer.finish(each);
            }
        }
    }

    /// The end of what may belong together (of the connection, say): lines that were waiting for more are noise.
    pub(crate) fn finish(&mut self, each: Each<'_>) {
        if let Some(run) = self.run.take() {
            run.noise(each);
        }
    }

    fn line(&mut self, frame: FrameId, text: &str, each: Each<'_>) {
        let mended;
        let mut found = Found::read(text);
        if found.messages.is_empty()
            && let Some((better, what)) = json::mend(text)
        {
            mended = better;
            let better = Found::read(&mended);
            if !better.messages.is_empty() {
                let says = format!("the line holds {what}");
                each(Piece::Wrong(frame, FaultKind::NotJson, says));
                found = better;
            }
        }
        if found.unfinished && found.messages.is_empty() && text.starts_with(['{', '[']) {
            let mut run = Run {
                text: String::new(),
                lines: Vec::new(),
                nesting: json::Nesting::default(),
            };
            run.push(frame, text);
            self.run = Some(run);
            return;
        }
        found.tell(frame, text, each);
    }

    /// The run's brackets are closed: it is a message, or it is noise.
    fn join(&mut self, each: Each<'_>) {
        let mended;
        let Some(run) = self.run.take() else { return };
        let first = run.lines.first().map_or(FrameId(0), |(frame, _)| *frame);
        let mut found = Found::read(&run.text);
        if found.messages.is_empty()
            && let Some((better, what)) = json::mend(&run.text)
        {
            mended = better;
            found = Found::read(&mended);
            if !found.messages.is_empty() {
                let says = format!("the message holds {what}");
                each(Piece::Wrong(first, FaultKind::NotJson, says));
            }
        }
        if found.messages.is_empty() {
            run.noise(each);
            return;
        }
        let says = format!(
            "one message stands on {} lines; the transport asks for one line each",
            run.lines.len()
        );
        each(Piece::Wrong(first, FaultKind::SplitMessage, says));
        found.tell(first, &run.text, each);
    }
}

impl Run {
    fn push(&mut self, frame: FrameId, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.nesting.feed(text);
        self.lines.push((frame, short(text)));
    }

    fn noise(&self, each: Each<'_>) {
        for (frame, line) in &self.lines {
            each(noise(*frame, line));
        }
    }
}

/// What stands in one line (or in several joined).
#[derive(Default)]
struct Found<'t> {
    messages: Vec<Message<'t>>,
    /// Messages beyond the most that are read of one line.
    more: usize,
    /// How many arrays the messages came in.
    batches: usize,
    /// Text before, between or after messages.
    stray: Vec<String>,
    /// Whether the text ends inside a JSON value.
    unfinished: bool,
}

/// Where a message may begin after a prefix; so many places are tried.
const PREFIXES: usize = 8;

impl<'t> Found<'t> {
    fn read(text: &'t str) -> Self {
        let mut found = Self::default();
        let Some(rest) = found.take(text) else {
            return found;
        };
        found.unfinished = rest.unfinished;
        let tail = text.get(rest.at..).unwrap_or_default();
        // A log prefix before the message, or words after it.
        for (at, _) in tail.match_indices("{\"").take(PREFIXES) {
            let mut inner = Self::default();
            inner.take(tail.get(at..).unwrap_or_default());
            if !inner.messages.is_empty() {
                found.stray.push(short(tail.get(..at).unwrap_or_default()));
                found.messages.append(&mut inner.messages);
                found.stray.append(&mut inner.stray);
                return found;
            }
        }
        found.stray.push(short(tail));
        found
    }

    /// Takes the JSON values from the head of a text; what follows them, where that is none.
    fn take(&mut self, text: &'t str) -> Option<json::Rest> {
        json::values(text, |value| {
            let text = value.get();
            if let Some(message) = Message::read(text) {
                self.add(message);
            } else if self.batch(text) {
                self.batches += 1;
            } else if self.stray.len() < limits::FAULTS {
                self.stray.push(short(text));
            }
        })
    }

    fn add(&mut self, message: Message<'t>) {
        if self.messages.len() < limits::MESSAGES {
            self.messages.push(message);
        } else {
            self.more += 1;
        }
    }

    /// Takes the messages of an array; whether it holds any.
    fn batch(&mut self, text: &'t str) -> bool {
        let mut any = false;
        json::each_element(text, |_, raw| {
            if let Some(message) = Message::read(raw.get()) {
                any = true;
                self.add(message);
            }
        });
        any
    }

    fn tell(self, frame: FrameId, text: &str, each: Each<'_>) {
        if self.messages.is_empty() {
            return each(noise(frame, text));
        }
        let came = self.messages.len() + self.more;
        let read = match self.more {
            0 => String::new(),
            _ => format!("; the first {} are read", self.messages.len()),
        };
        if self.batches > 0 {
            let says = format!("{came} messages came as a batch (an array){read}");
            each(Piece::Wrong(frame, FaultKind::Batch, says));
        } else if came > 1 {
            let says = format!("{came} messages stand on one line{read}");
            each(Piece::Wrong(frame, FaultKind::SharedLine, says));
        }
        for text in self.stray.iter().filter(|text| !text.trim().is_empty()) {
            each(noise(frame, text));
        }
        for message in self.messages {
            each(Piece::Message(frame, message));
        }
    }
}

/// A line whose head alone was kept. Its id can still be known.
fn too_long(frame: FrameId, text: &str, whole: u64, each: Each<'_>) {
    let says = format!(
        "a message of {whole} bytes, of which {} are kept",
        text.len()
    );
    each(Piece::Wrong(frame, FaultKind::TooLong, says));
    if let Some(message) = Message::head(text) {
        each(Piece::Message(frame, message));
    }
}

/// The line's text, and whether it is only the head of it, because what its broken bytes were replaced with made it longer.
fn decode<'l>(frame: FrameId, line: &'l [u8], each: Each<'_>) -> (Cow<'l, str>, bool) {
    let line = match line.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            let says = "the line begins with a byte order mark".to_owned();
            each(Piece::Wrong(frame, FaultKind::ByteOrderMark, says));
            rest
        }
        None => line,
    };
    if let Err(error) = std::str::from_utf8(line) {
        let says = format!(
            "the bytes from byte {} on are not UTF-8",
            error.valid_up_to()
        );
        each(Piece::Wrong(frame, FaultKind::NotUtf8, says));
    }
    text(line)
}

/// Bytes as text, broken ones replaced by U+FFFD; and whether only the head of it, because that made it longer than a
/// message may be.
#[must_use]
pub fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), false);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        if text.len() + chunk.valid().len() + 3 > limits::MESSAGE_BYTES {
            return (Cow::Owned(text), true);
        }
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (Cow::Owned(text), false)
}

/// Whether a line is a message by itself, so that a run before it was none.
fn starts_message(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"jsonrpc\"") && Message::read(text).is_some()
}

fn noise(frame: FrameId, text: &str) -> Piece<'static> {
    Piece::Wrong(
        frame,
        FaultKind::Noise,
        format!("a line that is no message: \"{}\"", short(text)),
    )
}

/// As many characters of the server's text are quoted.
const QUOTED: usize = 120;

/// The head of a text, with the cut said.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
