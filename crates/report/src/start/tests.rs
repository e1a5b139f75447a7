//! Each cause by what servers say, with invented names; and that what is not plain gets no cause.

mod around;
mod ended;
mod said;
mod tried;

use super::{Cause, StartHelp, start_help};
use evidence::build::Tape;
use evidence::{Event, Facts, FrameId, Target, Variant};

/// A server that says these lines on standard error and ends like this.
fn said(command: &[&str], lines: &[&str], end: Event) -> StartHelp {
    let mut tape = begun(command);
    for line in lines {
        tape = tape.stderr(0, line);
    }
    help(tape.event(0, end))
}

fn begun(command: &[&str]) -> Tape {
    let command = command.iter().map(|word| (*word).to_owned()).collect();
    Tape::new(Target::Stdio { command }).start(0, Variant::Declared)
}

fn help(tape: Tape) -> StartHelp {
    start_help(&Facts::read(&tape.transcript())).unwrap()
}

/// It exits by itself.
fn exits(code: i32) -> Event {
    Event::Exit {
        code: Some(code),
        signal: None,
        unasked: true,
        after_ms: 0,
    }
}

/// A signal that nobody here sent.
fn killed(signal: i32) -> Event {
    Event::Exit {
        code: None,
        signal: Some(signal),
        unasked: true,
        after_ms: 0,
    }
}

/// It neither answers nor ends.
fn waits() -> Event {
    Event::Deadline {
        what: "start".to_owned(),
        after_ms: 20_000,
        method: Some("initialize".to_owned()),
    }
}

/// The ids of its causes.
fn ids(help: &StartHelp) -> Vec<&'static str> {
    help.causes.iter().map(|(cause, _)| cause.id()).collect()
}

/// The causes of `some-server` that exits with 1 after these lines.
fn causes(lines: &[&str]) -> Vec<Cause> {
    let help = said(&["some-server"], lines, exits(1));
    help.causes.into_iter().map(|(cause, _)| cause).collect()
}

/// The command to try.
fn attempt(help: &StartHelp) -> String {
    help.attempt.join(" ")
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The frame of the nth line of [`said`].
fn line(n: u64) -> FrameId {
    FrameId(n)
}
