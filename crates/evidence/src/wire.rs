//! From lines to messages: JSON-RPC framing that loses as little as possible and names what is wrong.
//!
//! The envelope is read without its payload, so that the id of a reply is known even where its result cannot be read.

mod envelope;

pub(crate) use envelope::{Id, Message, Version};

use crate::{FaultKind, FrameId, json, limits};
use std::borrow::Cow;

/// What one line gave.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// A message, and the frame that it began in.
    Message(FrameId, Box<Message>),
    /// Something wrong with the line itself.
    Wrong(FrameId, FaultKind, String),
}

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
    /// Reads one line, without its newline. `cut` is the full size where only its head was kept.
    pub(crate) fn push(&mut self, frame: FrameId, line: &[u8], cut: Option<u64>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let text = decode(line, &mut |kind, says| {
            pieces.push(Piece::Wrong(frame, kind, says))
        });
        let text = text.trim_ascii();
        if text.is_empty() {
            return pieces;
        }
        if let Some(whole) = cut {
            self.flush(&mut pieces);
            too_long(frame, text, whole, &mut pieces);
            return pieces;
        }
        let Some(run) = &mut self.run else {
            self.line(frame, text, &mut pieces);
            return pieces;
        };
        if starts_message(text) {
            self.flush(&mut pieces);
            self.line(frame, text, &mut pieces);
            return pieces;
        }
        run.push(frame, text);
        if !run.nesting.open() {
            self.join(&mut pieces);
        } else if run.text.len() > limits::MESSAGE_BYTES {
            self.flush(&mut pieces);
        }
        pieces
    }

    /// The end of the connection: lines that were waiting for more are noise.
    pub(crate) fn finish(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.flush(&mut pieces);
        pieces
    }

    fn line(&mut self, frame: FrameId, text: &str, pieces: &mut Vec<Piece>) {
        let mut found = Found::read(text);
        if found.messages.is_empty()
            && let Some((mended, what)) = json::mend(text)
        {
            let better = Found::read(&mended);
            if !better.messages.is_empty() {
                pieces.push(Piece::Wrong(
                    frame,
                    FaultKind::NotJson,
                    format!("the line holds {what}"),
                ));
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
        found.tell(frame, text, pieces);
    }

    /// The run's brackets are closed: it is a message, or it is noise.
    fn join(&mut self, pieces: &mut Vec<Piece>) {
        let Some(run) = self.run.take() else { return };
        let first = run.lines.first().map_or(FrameId(0), |(frame, _)| *frame);
        let mut found = Found::read(&run.text);
        if found.messages.is_empty()
            && let Some((mended, what)) = json::mend(&run.text)
        {
            found = Found::read(&mended);
            if !found.messages.is_empty() {
                pieces.push(Piece::Wrong(
                    first,
                    FaultKind::NotJson,
                    format!("the message holds {what}"),
                ));
            }
        }
        if found.messages.is_empty() {
            run.noise(pieces);
            return;
        }
        let says = format!(
            "one message stands on {} lines; the transport asks for one line each",
            run.lines.len()
        );
        pieces.push(Piece::Wrong(first, FaultKind::SplitMessage, says));
        found.tell(first, &run.text, pieces);
    }

    fn flush(&mut self, pieces: &mut Vec<Piece>) {
        if let Some(run) = self.run.take() {
            run.noise(pieces);
        }
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

    fn noise(self, pieces: &mut Vec<Piece>) {
        pieces.extend(
            self.lines
                .into_iter()
                .map(|(frame, line)| noise(frame, &line)),
        );
    }
}

/// What stands in one line (or in several joined).
#[derive(Default)]
struct Found {
    messages: Vec<Message>,
    /// How many arrays the messages came in.
    batches: usize,
    /// Text before, between or after messages.
    stray: Vec<String>,
    /// Whether the text ends inside a JSON value.
    unfinished: bool,
}

/// Where a message may begin after a prefix; so many places are tried.
const PREFIXES: usize = 8;

impl Found {
    fn read(text: &str) -> Self {
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
    fn take(&mut self, text: &str) -> Option<json::Rest> {
        json::values(text, |value| {
            let text = value.get();
            if let Some(message) = Message::read(text) {
                self.messages.push(message);
            } else if let Some(batch) = batch(text) {
                self.batches += 1;
                self.messages.extend(batch);
            } else if self.stray.len() < limits::FAULTS {
                self.stray.push(short(text));
            }
        })
    }

    fn tell(self, frame: FrameId, text: &str, pieces: &mut Vec<Piece>) {
        if self.messages.is_empty() {
            pieces.push(noise(frame, text));
            return;
        }
        if self.batches > 0 {
            let says = format!(
                "{} messages came as a batch (an array)",
                self.messages.len()
            );
            pieces.push(Piece::Wrong(frame, FaultKind::Batch, says));
        } else if self.messages.len() > 1 {
            let says = format!("{} messages stand on one line", self.messages.len());
            pieces.push(Piece::Wrong(frame, FaultKind::SharedLine, says));
        }
        pieces.extend(
            self.stray
                .iter()
                .filter(|text| !text.trim().is_empty())
                .map(|text| noise(frame, text)),
        );
        pieces.extend(
            self.messages
                .into_iter()
                .map(|message| Piece::Message(frame, Box::new(message))),
        );
    }
}

/// The messages of an array, where it holds any.
fn batch(text: &str) -> Option<Vec<Message>> {
    let messages: Vec<Message> = json::elements(text)?
        .iter()
        .filter_map(|raw| Message::read(raw.get()))
        .collect();
    (!messages.is_empty()).then_some(messages)
}

/// A line whose head alone was kept. Its id can still be known.
fn too_long(frame: FrameId, text: &str, whole: u64, pieces: &mut Vec<Piece>) {
    let says = format!(
        "a message of {whole} bytes, of which {} are kept",
        text.len()
    );
    pieces.push(Piece::Wrong(frame, FaultKind::TooLong, says));
    if let Some(message) = Message::head(text) {
        pieces.push(Piece::Message(frame, Box::new(message)));
    }
}

fn decode<'l>(line: &'l [u8], wrong: &mut dyn FnMut(FaultKind, String)) -> Cow<'l, str> {
    let line = match line.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => {
            wrong(
                FaultKind::ByteOrderMark,
                "the line begins with a byte order mark".to_owned(),
            );
            rest
        }
        None => line,
    };
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            wrong(
                FaultKind::NotUtf8,
                format!(
                    "the bytes from byte {} on are not UTF-8",
                    error.valid_up_to()
                ),
            );
            String::from_utf8_lossy(line)
        }
    }
}

/// Whether a line is a message by itself, so that a run before it was none.
fn starts_message(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"jsonrpc\"") && Message::read(text).is_some()
}

fn noise(frame: FrameId, text: &str) -> Piece {
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
