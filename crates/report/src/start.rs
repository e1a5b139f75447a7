//! A server that never answered: why, as far as it is plain, what to try next, and what it said last.
//!
//! Judged from what it said outside the protocol, how it ended and when. A wrong cause costs more than none: where
//! nothing is plain, no cause is named.

mod cause;
mod command;
mod context;
mod ending;
mod find;
mod launcher;
mod lines;
mod remote;
mod rules;
mod sign_in;
#[cfg(test)]
mod tests;
mod words;

pub use cause::Cause;

use command::Probed;
use evidence::{Facts, FrameId, Observed, Session, Target};
use find::Found;

/// Lines of standard error that are shown.
const LAST: usize = 8;

/// What is known of a failed start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartHelp {
    /// What happened, in a few words.
    pub title: &'static str,
    /// What happened, in one sentence.
    pub what: String,
    /// Why, each with the frames that say so; those to be mended first. Empty where it is not plain.
    pub causes: Vec<(Cause, Vec<FrameId>)>,
    /// The command to try next, word by word, each as a shell takes it.
    pub attempt: Vec<String>,
    /// The last lines on its standard error, not yet escaped.
    pub last: Vec<(FrameId, String)>,
}

/// Help where no connection came to a handshake, or where nothing is listed for want of a credential; else `None`.
#[must_use]
pub fn start_help(facts: &Facts) -> Option<StartHelp> {
    if let Some(help) = not_installed(facts)
        .or_else(|| sign_in::help(facts))
        .or_else(|| remote::help(facts))
    {
        return Some(help);
    }
    let answered = |session: &Session| matches!(session.handshake, Observed::Seen { .. });
    let session = facts
        .sessions
        .iter()
        .find(|session| !session.stderr.is_empty())
        .or_else(|| facts.sessions.first())?;
    if facts.sessions.iter().any(answered) {
        return lists_nothing(facts, session);
    }
    let ended = session.end.spawn_failed.is_some()
        || session.end.exit.as_ref().is_some_and(|exit| exit.unasked);
    let title = match (facts.interrupted, ended) {
        (true, _) => "Interrupted before it answered",
        (false, true) => "It did not start",
        (false, false) => "It did not answer",
    };
    // What is known of causes is known of commands.
    let remote = matches!(facts.header.target, Target::Http { .. });
    let found = if facts.interrupted || remote {
        vec![]
    } else {
        find::causes(facts, session)
    };
    let what = match facts.interrupted {
        true => "It was interrupted before it answered.".to_owned(),
        false => what(session),
    };
    Some(help(facts, session, title, what, found))
}

/// Its package could not be installed, so that nothing was started: what the runner said last is all there is.
fn not_installed(facts: &Facts) -> Option<StartHelp> {
    let (install, frame) = facts.install.as_ref()?;
    let failed = install.failed.as_ref()?;
    let mut session = Session::new(0);
    session.stderr = failed
        .lines()
        .map(|line| (*frame, line.to_owned()))
        .collect();
    let what = format!("{} could not install {}.", install.runner, install.package);
    let found = find::causes(facts, &session);
    Some(help(facts, &session, "It was not installed", what, found))
}

/// It answers and lists no tool, and says which variable or credential it lacks.
fn lists_nothing(facts: &Facts, session: &Session) -> Option<StartHelp> {
    if !facts.inventory.tools.is_empty() {
        return None;
    }
    let found = find::of_empty_list(facts, session);
    let what = "It answered, but lists no tool.".to_owned();
    (!found.is_empty()).then(|| help(facts, session, "It lists nothing", what, found))
}

fn help(
    facts: &Facts,
    session: &Session,
    title: &'static str,
    what: String,
    found: Vec<Found>,
) -> StartHelp {
    let causes: Vec<_> = found
        .into_iter()
        .map(|found| (found.cause, found.frames))
        .collect();
    let named: Vec<Cause> = causes.iter().map(|(cause, _)| cause.clone()).collect();
    let skipped = session.stderr.len().saturating_sub(LAST);
    StartHelp {
        title,
        what,
        attempt: Probed::of(facts, session)
            .map(|probed| probed.attempt(&named))
            .unwrap_or_default(),
        causes,
        last: session.stderr.iter().skip(skipped).cloned().collect(),
    }
}

fn what(session: &Session) -> String {
    if let Some(error) = &session.end.spawn_failed {
        return format!("The command could not be started: {error}.");
    }
    match &session.end.exit {
        Some(exit) if exit.unasked => match (exit.code, exit.signal) {
            (Some(code), _) => format!("It exited with code {code} before it answered."),
            (None, Some(signal)) => format!("Signal {signal} ended it before it answered."),
            (None, None) => "It ended before it answered.".to_owned(),
        },
        _ => match &session.handshake {
            Observed::Missing(gap) => format!(
                "{}.",
                crate::model::capitalised(gap.why.trim_end_matches('.'))
            ),
            Observed::Seen { .. } | Observed::NotOffered => {
                "It never answered the handshake.".to_owned()
            }
        },
    }
}
