use crate::conduct::{cache, listed, started_by_itself};
use crate::{Answer, Finding, Severity, View};
use evidence::FrameId;
use evidence::conduct::{Act, Change, Place, Sight};
use std::collections::BTreeMap;

/// What was done to a path, the most certain last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    AskedToWrite,
    AskedToDelete,
    Created,
    Changed,
    Deleted,
}

/// What was done to the paths of one kind.
type Group<'a> = BTreeMap<Done, Vec<(&'a str, FrameId)>>;

/// What a change means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Means {
    /// It runs later, started by something else.
    RunsLater,
    /// It is the command's own, the system's or somebody else's.
    Others,
    /// It was opened to be changed.
    Opened,
    /// It is the user's HOME, where programs keep things.
    Kept,
}

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let mut paths: BTreeMap<&str, (Done, Place, FrameId)> = BTreeMap::new();
    for (deed, frame) in view.deeds() {
        let (path, place, done) = match &deed.act {
            Act::Write { path, place } => (path, *place, Done::AskedToWrite),
            Act::Delete { path, place } => (path, *place, Done::AskedToDelete),
            Act::Changed {
                path, place, how, ..
            } => (path, *place, done(*how)),
            _ => continue,
        };
        if view.is_canary(path) {
            continue;
        }
        let known = paths.entry(path).or_insert((done, place, frame));
        if done > known.0 {
            *known = (done, place, frame);
        }
    }
    let mut groups: BTreeMap<Means, Group<'_>> = BTreeMap::new();
    for (path, (done, place, frame)) in paths {
        if let Some(means) = means(path, place) {
            let group = groups.entry(means).or_default();
            group.entry(done).or_default().push((path, frame));
        }
    }
    let findings = groups
        .iter()
        .map(|(means, done)| finding(*means, done))
        .collect();
    view.conduct(
        &[Sight::Files, Sight::Changes],
        findings,
        "It changed nothing but temporary files.",
    )
}

const fn done(how: Change) -> Done {
    match how {
        Change::Created => Done::Created,
        Change::Modified => Done::Changed,
        Change::Deleted => Done::Deleted,
    }
}

/// What a change of a path means; none where it is no news.
fn means(path: &str, place: Place) -> Option<Means> {
    match place {
        Place::Temporary | Place::Kernel => None,
        Place::Opened => Some(Means::Opened),
        _ if started_by_itself(path) => Some(Means::RunsLater),
        _ if cache(path) => Some(Means::Kept),
        Place::Home => Some(Means::Kept),
        Place::Own | Place::System | Place::Elsewhere => Some(Means::Others),
    }
}

fn finding(means: Means, done: &Group<'_>) -> Finding {
    let said: Vec<String> = done
        .iter()
        .rev()
        .map(|(done, paths)| {
            let verb = match done {
                Done::AskedToWrite => "asked to write",
                Done::AskedToDelete => "asked to delete",
                Done::Created => "created",
                Done::Changed => "changed",
                Done::Deleted => "deleted",
            };
            format!("{verb} {}", listed(paths.iter().map(|(path, _)| *path)))
        })
        .collect();
    let said = said.join("; ");
    let (severity, pointer, message) = match means {
        Means::RunsLater => (
            Severity::Warning,
            "/writes/runs-later",
            format!("With no tool called it {said}: that is run later, by something else."),
        ),
        Means::Others => (
            Severity::Warning,
            "/writes",
            format!("With no tool called it {said}."),
        ),
        Means::Opened => (
            Severity::Info,
            "/writes/opened",
            format!("Of what was opened to it, it {said}."),
        ),
        Means::Kept => (
            Severity::Info,
            "/writes/home",
            format!("Of caches and settings it {said}."),
        ),
    };
    let frames = done.values().flatten().map(|(_, frame)| *frame);
    Finding::on_server(severity, message)
        .inside(pointer)
        .at(frames)
}
