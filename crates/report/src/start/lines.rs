//! What a server said before it answered, line by line, made ready for the rules.

use evidence::{Body, Exchange, Facts, FaultKind, FrameId, Session};

/// Lines that are looked at: so many from the beginning, so many from the end.
const FIRST: usize = 200;
const LAST: usize = 400;
/// Characters of a line that are looked at.
const CHARS: usize = 600;

/// One line that the server said outside the protocol.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) frame: FrameId,
    /// The text without colours, frames of boxes and the space around it.
    pub(super) text: String,
    /// The same in small letters.
    pub(super) low: String,
    /// Whether it only warns, or says what is done instead.
    pub(super) soft: bool,
    /// Whether it belongs to a traceback: a place, or source code that is quoted there.
    pub(super) traced: bool,
}

impl Line {
    pub(super) fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.low.contains(word))
    }
}

/// Standard error, what stood on standard output without being a message, and an error in place of a handshake.
pub(super) fn lines(facts: &Facts, session: &Session) -> Vec<Line> {
    let noise = facts
        .faults
        .iter()
        .filter(|fault| fault.session == session.id && fault.kind == FaultKind::Noise)
        .map(|fault| (fault.at.frame, quotation(&fault.says)));
    let errors = session
        .stderr
        .iter()
        .map(|(frame, line)| (*frame, line.as_str()));
    let mut all: Vec<(FrameId, &str)> = noise.chain(errors).chain(refusals(session)).collect();
    all.sort_by_key(|(frame, _)| *frame);
    if all.len() > FIRST + LAST {
        all.drain(FIRST..all.len() - LAST);
    }
    read(&all)
}

/// What `initialize` was refused with.
fn refusals(session: &Session) -> impl Iterator<Item = (FrameId, &str)> {
    let initialize = |exchange: &&Exchange| exchange.method == "initialize";
    session
        .exchanges
        .iter()
        .filter(initialize)
        .filter_map(|exchange| {
            let reply = exchange.reply.as_ref()?;
            match &reply.body {
                Body::Error { message, .. } => Some((reply.frame, message.as_deref()?)),
                Body::Result(_) | Body::Unreadable(_) => None,
            }
        })
}

/// What a fault quotes from the server.
fn quotation(says: &str) -> &str {
    says.split_once('"')
        .and_then(|(_, rest)| rest.rsplit_once('"'))
        .map_or(says, |(quoted, _)| quoted)
}

pub(super) fn read(all: &[(FrameId, &str)]) -> Vec<Line> {
    let plain: Vec<String> = all.iter().map(|(_, text)| uncoloured(text)).collect();
    let carets = |text: &String| text.contains('^') && text.chars().all(|c| " \t^~│".contains(c));
    all.iter()
        .enumerate()
        .map(|(at, (frame, _))| {
            let raw = plain.get(at).map_or("", String::as_str);
            let before = at.checked_sub(1).and_then(|at| plain.get(at));
            let text = raw
                .trim_matches(|c: char| c.is_whitespace() || "│┃║╭╮╰╯─".contains(c))
                .to_owned();
            let low = text.to_lowercase();
            Line {
                frame: *frame,
                soft: soft(&low),
                traced: place(raw)
                    || before.is_some_and(|line| {
                        line.starts_with("  File \"") && raw.starts_with("    ")
                    })
                    || plain.get(at + 1).is_some_and(carets),
                text,
                low,
            }
        })
        .collect()
}

/// Whether a line only names a place in code.
fn place(raw: &str) -> bool {
    let text = raw.trim_start();
    raw.len() > text.len() && (text.starts_with("at ") || text.starts_with("File \""))
}

/// Whether a line in small letters is no error by its own words.
fn soft(low: &str) -> bool {
    const WORDS: [&str; 12] = [
        "warn",
        "optional",
        "by default",
        "using default",
        "defaulting",
        "falling back",
        "fallback",
        "deprecat",
        " info ",
        "info:",
        "[info]",
        "debug",
    ];
    WORDS.iter().any(|word| low.contains(word))
}

/// The head of the text, without escape sequences that colour it.
fn uncoloured(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().take(CHARS);
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
        } else if chars.next() == Some('[') {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        }
    }
    out
}
