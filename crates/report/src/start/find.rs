//! From lines and the way it ended to causes.

use super::cause::Cause;
use super::lines::{Line, lines};
use super::rules::meaning;
use super::words::quoted_after;
use super::{context, ending};
use evidence::{Facts, FrameId, Session, Target};

/// Causes that are told.
const CAUSES: usize = 3;
/// Frames of one cause that are told.
const FRAMES: usize = 8;

/// A cause, and the frames of what says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) cause: Cause,
    pub(super) frames: Vec<FrameId>,
}

impl Found {
    pub(super) fn at(line: &Line, cause: Cause) -> Self {
        Self {
            cause,
            frames: vec![line.frame],
        }
    }
}

/// Why this connection came to no handshake, the first to mend first. Empty where it is not plain.
pub(super) fn causes(facts: &Facts, session: &Session) -> Vec<Found> {
    if let Some(found) = ending::spawn(session) {
        return vec![found];
    }
    let lines = lines(facts, session);
    let mut all = said(&lines, &session.env);
    for found in &mut all {
        // It does not say which argument; its help may.
        if matches!(&found.cause, Cause::Arguments { names, .. } if names.is_empty())
            && let Some(better) = context::help(&lines)
            && better.cause != Cause::Help(None)
        {
            found.cause = better.cause;
            found.frames.extend(better.frames);
        }
    }
    all.extend(script(&facts.header.target, &lines));
    all.extend(ending::serves_http(facts, session, &lines));
    if all.is_empty() {
        all.extend(ending::by(facts, session, &lines));
    }
    first_layer(all)
}

/// The script of the command, where its interpreter does not find it: no file of a package, whatever its path says.
fn script(target: &Target, lines: &[Line]) -> Option<Found> {
    let Target::Stdio { command } = target else {
        return None;
    };
    lines.iter().find_map(|line| {
        let path = ["cannot find module", "can't open file"]
            .into_iter()
            .find_map(|phrase| quoted_after(&line.text, phrase))?;
        let named = |word: &String| {
            let word = word.strip_prefix("./").unwrap_or(word);
            !word.is_empty() && (path == word || path.ends_with(&format!("/{word}")))
        };
        let looks_like_path = path.contains('/') && command.iter().skip(1).any(named);
        looks_like_path.then(|| Found::at(line, Cause::Script(path)))
    })
}

/// What an empty list may come from: a variable or credential that it says it lacks, be it in a warning.
pub(super) fn of_empty_list(facts: &Facts, session: &Session) -> Vec<Found> {
    let mut lines = lines(facts, session);
    for line in &mut lines {
        line.soft = false;
    }
    let mut all = said(&lines, &session.env);
    all.retain(|found| matches!(found.cause, Cause::Variables { .. } | Cause::Credentials));
    first_layer(all)
}

/// What the lines say: its errors first; its warnings only where it has no other words.
fn said(lines: &[Line], given: &[String]) -> Vec<Found> {
    [false, true]
        .into_iter()
        .map(|soft| {
            let some: Vec<Line> = lines
                .iter()
                .filter(|line| soft || !line.soft)
                .cloned()
                .collect();
            let one_by_one = some
                .iter()
                .filter(|line| !line.traced)
                .filter_map(|line| Some(Found::at(line, meaning(line)?)));
            merged(one_by_one.chain(context::causes(&some)).collect(), given)
        })
        .find(|all| !all.is_empty())
        .unwrap_or_default()
}

/// Each cause once, with all its frames. Variables that were given are not missing.
fn merged(found: Vec<Found>, given: &[String]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for mut one in found {
        if let Cause::Variables { names, .. } = &mut one.cause {
            names.retain(|name| !given.contains(name));
            if names.is_empty() {
                continue;
            }
        }
        match all
            .iter_mut()
            .find(|known| known.cause.id() == one.cause.id())
        {
            Some(known) => join(known, one),
            None => all.push(one),
        }
    }
    all
}

/// Adds what a second line says of the same cause.
fn join(known: &mut Found, one: Found) {
    match (&mut known.cause, one.cause) {
        (
            Cause::Variables { names, any },
            Cause::Variables {
                names: more,
                any: either,
            },
        )
        | (
            Cause::Arguments { names, any },
            Cause::Arguments {
                names: more,
                any: either,
            },
        ) => {
            let known = names.len();
            add(names, more);
            *any &= either || names.len() == known;
        }
        (Cause::Settings(names), Cause::Settings(more)) => add(names, more),
        (known, one) if *known == one => {}
        // The first is told; the second may be its consequence.
        _ => return,
    }
    for frame in one.frames {
        if known.frames.len() < FRAMES && !known.frames.contains(&frame) {
            known.frames.push(frame);
        }
    }
}

fn add(names: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if names.len() < super::words::NAMES && !names.contains(&name) {
            names.push(name);
        }
    }
}

/// The causes of the first layer that has any.
fn first_layer(mut all: Vec<Found>) -> Vec<Found> {
    let first = all.iter().map(|found| found.cause.layer()).min();
    all.retain(|found| Some(found.cause.layer()) == first);
    all.truncate(CAUSES);
    all
}
