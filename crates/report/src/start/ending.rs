//! What the way it ended, or did not end, tells.

use super::cause::Cause;
use super::context;
use super::find::Found;
use super::lines::Line;
use evidence::{Event, Facts, FaultKind, FrameId, Observed, Session, Target};

/// The command could not be started at all.
pub(super) fn spawn(session: &Session) -> Option<Found> {
    let error = session.end.spawn_failed.clone()?;
    Some(Found {
        cause: Cause::Command(error),
        frames: gap_frames(session),
    })
}

/// It is silent and says where it listens, or its command asks for HTTP.
pub(super) fn serves_http(facts: &Facts, session: &Session, lines: &[Line]) -> Option<Found> {
    let silent = silence(session)?;
    let listens = lines.iter().find_map(|line| {
        listening(line).then(|| Found::at(line, Cause::ServesHttp(address(&line.text))))
    });
    listens.or_else(|| {
        let Target::Stdio { command } = &facts.header.target else {
            return None;
        };
        let asked = http_argument(command)?;
        Some(Found {
            cause: Cause::ServesHttp(asked),
            frames: vec![silent],
        })
    })
}

/// A line that says where it listens.
fn listening(line: &Line) -> bool {
    const VERBS: [&str; 9] = [
        "listening",
        "running on",
        "running at",
        "started on",
        "started at",
        "serving",
        "endpoint",
        "available at",
        "http mode",
    ];
    let place = line.has(&[
        "http://localhost",
        "http://127.",
        "http://0.0.0.0",
        "http://[::",
        "https://localhost",
        "https://0.0.0.0",
    ]);
    let port = line.has(&[
        "on port ",
        "port: ",
        "0.0.0.0:",
        "localhost:",
        "127.0.0.1:",
        "[::]:",
    ]);
    let asks = line.has(&["http", "sse", "port"]);
    line.has(&VERBS) && (place || port && asks)
}

/// The URL or port in a line; else its beginning.
fn address(text: &str) -> String {
    let url = text.split_whitespace().find(|word| {
        word.contains("://") || word.contains("localhost:") || word.contains("0.0.0.0:")
    });
    let shown = url.map_or(text, |word| {
        word.trim_matches(|c: char| "()'\"`,;.".contains(c))
    });
    shown.chars().take(120).collect()
}

/// The argument that asks for HTTP.
pub(super) fn http_argument(command: &[String]) -> Option<String> {
    const KINDS: [&str; 5] = [
        "http",
        "sse",
        "streamable-http",
        "streamable_http",
        "streamablehttp",
    ];
    const FLAGS: [&str; 4] = ["--http", "--sse", "--streamable-http", "--port"];
    command.iter().enumerate().skip(1).find_map(|(at, word)| {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, value),
            None => (
                word.as_str(),
                command.get(at + 1).map_or("", String::as_str),
            ),
        };
        let transport = ["--transport", "-t"].contains(&name) && KINDS.contains(&value);
        match (transport, FLAGS.contains(&name)) {
            (true, _) => Some(format!("{name} {value}")),
            (false, true) => Some(name.to_owned()),
            (false, false) => None,
        }
    })
}

/// What is left to go by where nothing that it said names a cause.
pub(super) fn by(facts: &Facts, session: &Session, lines: &[Line]) -> Option<Found> {
    if let Some(found) = endless(facts, session, lines) {
        return Some(found);
    }
    if let Some(frame) = silence(session) {
        return installing(lines).or_else(|| {
            lines.is_empty().then(|| Found {
                cause: Cause::Silent,
                frames: vec![frame],
            })
        });
    }
    let exit = session.end.exit.as_ref().filter(|exit| exit.unasked)?;
    let ended = |cause| Found {
        cause,
        frames: vec![exit.frame],
    };
    match (exit.code, exit.signal) {
        (None, Some(signal)) => Some(ended(Cause::Signal(signal))),
        (Some(137), _) => Some(ended(Cause::Signal(9))),
        (Some(139), _) => Some(ended(Cause::Signal(11))),
        _ => context::help(lines).or_else(|| crash(lines)),
    }
}

/// The frame of the deadline, where it neither answered nor ended.
fn silence(session: &Session) -> Option<FrameId> {
    if session.end.exit.as_ref().is_some_and(|exit| exit.unasked) {
        return None;
    }
    session
        .limits
        .iter()
        .rev()
        .find_map(|(event, frame)| match event {
            Event::Deadline { what, .. } if what == "start" || what == "run" => Some(*frame),
            _ => None,
        })
}

/// It wrote more than is read of a connection, or nothing but a line that has no end.
fn endless(facts: &Facts, session: &Session, lines: &[Line]) -> Option<Found> {
    let found = |cause, frame| Found {
        cause,
        frames: vec![frame],
    };
    let full = session
        .limits
        .iter()
        .find_map(|(event, frame)| match event {
            Event::Cap { what, limit, .. } if what == "frames" => Some((limit >> 20, *frame)),
            _ => None,
        });
    if let Some((most, frame)) = full {
        return Some(found(Cause::Endless(most), frame));
    }
    silence(session).filter(|_| lines.is_empty())?;
    let cut = facts
        .faults
        .iter()
        .find(|fault| fault.session == session.id && fault.kind == FaultKind::Unterminated)?;
    Some(found(Cause::Unfinished, cut.at.frame))
}

fn installing(lines: &[Line]) -> Option<Found> {
    let words = [
        "downloading",
        "installing",
        "unpacking",
        "pulling from",
        "resolving dependencies",
        "unable to find image",
        "preparing packages",
        "will be installed",
        "building ",
    ];
    let line = lines.iter().rev().find(|line| line.has(&words))?;
    Some(Found::at(line, Cause::Installing))
}

/// The message that a crash ends with, in the languages whose crashes are plain.
fn crash(lines: &[Line]) -> Option<Found> {
    let has = |word: &str| lines.iter().any(|line| line.text.contains(word));
    let found = |line: &Line, language, text: &str| {
        Found::at(
            line,
            Cause::Crash(language, text.chars().take(300).collect()),
        )
    };
    let own = |line: &&Line| !line.traced && !line.text.is_empty();
    if has("Traceback (most recent call last)") {
        let named = |line: &&Line| {
            let name = line.text.split(':').next().unwrap_or_default();
            own(line)
                && !name.contains(' ')
                && (name.ends_with("Error") || name.ends_with("Exception") || name.contains('.'))
        };
        let line = lines.iter().rev().find(named)?;
        return Some(found(line, "Python", &line.text));
    }
    if has("(node:internal/") || has("at node:internal/") || has("Node.js v") {
        let line = lines
            .iter()
            .find(|line| own(line) && line.text.contains("Error"))?;
        return Some(found(line, "Node.js", &line.text));
    }
    let begins: [(&str, &str); 5] = [
        ("panic: ", "Go"),
        ("fatal error: ", "Go"),
        ("Exception in thread", "Java"),
        ("Unhandled exception.", ".NET"),
        ("thread '", "Rust"),
    ];
    let (at, language) = lines.iter().enumerate().find_map(|(at, line)| {
        let (_, language) = begins
            .iter()
            .find(|(begin, _)| line.text.starts_with(begin))?;
        let rust = *language == "Rust";
        let go = *language == "Go";
        let fits = (!rust || line.text.contains("panicked at")) && (!go || has("goroutine "));
        fits.then_some((at, *language))
    })?;
    // Newer versions of Rust put the message on the line after the place.
    let at = if language == "Rust" && lines.get(at)?.text.ends_with(':') {
        at + 1
    } else {
        at
    };
    let line = lines.get(at)?;
    Some(found(line, language, &line.text))
}

fn gap_frames(session: &Session) -> Vec<FrameId> {
    match &session.handshake {
        Observed::Missing(gap) => gap.frames.clone(),
        Observed::Seen { .. } | Observed::NotOffered => vec![],
    }
}
