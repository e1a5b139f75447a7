use crate::conduct::{listed, secret, telling_socket};
use crate::{Answer, Finding, Severity, View};
use evidence::FrameId;
use evidence::conduct::{Act, Place, Sight};

/// A path, and where it shows.
type Told<'a> = (&'a str, FrameId);

pub(crate) fn detect(view: &View<'_>) -> Answer {
    let (mut read, mut wanted, mut outside) = (Vec::new(), Vec::new(), Vec::new());
    for (deed, frame) in view.deeds() {
        let Act::Read { path, place, found } = &deed.act else {
            continue;
        };
        let told = (path.as_str(), frame);
        match (secret(path), found, place) {
            (_, _, Place::Own | Place::Opened) => {}
            // What was read of a canary is told by `canaries`.
            (true, ..) if view.is_canary(path) => {}
            (true, true, _) => read.push(told),
            (true, false, _) => wanted.push(told),
            (false, true, Place::Elsewhere) => outside.push(told),
            _ => {}
        }
    }
    let mut findings = Vec::new();
    findings.extend(secrets(&read, &wanted));
    findings.extend(one(&outside, Severity::Info, "/files/outside", |paths| {
        format!("It opened {paths}, outside of its own files and the system's.")
    }));
    findings.extend(sockets(view));
    view.conduct(
        &[Sight::Files],
        findings,
        "It opened nothing but its own files, the system's and what was opened to it.",
    )
}

fn secrets(read: &[Told<'_>], wanted: &[Told<'_>]) -> Option<Finding> {
    let paths = |all: &[Told<'_>]| listed(all.iter().map(|(path, _)| *path));
    let says = match (read, wanted) {
        ([], []) => return None,
        (read, []) => format!("opened {}", paths(read)),
        ([], wanted) => format!("asked for {}, which it was not shown", paths(wanted)),
        (read, wanted) => format!(
            "opened {}, and asked for {}, which it was not shown",
            paths(read),
            paths(wanted)
        ),
    };
    let message = format!(
        "With no tool called it {says}: secrets of people or of the system. That it read them does not say that it sent them."
    );
    let frames = read.iter().chain(wanted).map(|(_, frame)| *frame);
    Some(
        Finding::on_server(Severity::Warning, message)
            .inside("/files")
            .at(frames),
    )
}

fn one(
    all: &[Told<'_>],
    severity: Severity,
    pointer: &str,
    says: impl FnOnce(&str) -> String,
) -> Option<Finding> {
    let message = says(&listed(all.iter().map(|(path, _)| *path)));
    (!all.is_empty()).then(|| {
        Finding::on_server(severity, message)
            .inside(pointer)
            .at(all.iter().map(|(_, frame)| *frame))
    })
}

/// Sockets of the machine. Those that libraries ask by themselves are no news.
fn sockets(view: &View<'_>) -> Option<Finding> {
    let telling = view.deeds().filter_map(|(deed, frame)| match &deed.act {
        Act::Socket { path } => Some((path.as_str(), telling_socket(path)?, frame)),
        _ => None,
    });
    let telling: Vec<_> = telling.collect();
    let (_, what, _) = telling.first()?;
    let paths: Vec<Told<'_>> = telling
        .iter()
        .map(|(path, _, frame)| (*path, *frame))
        .collect();
    one(&paths, Severity::Warning, "/files/sockets", |paths| {
        format!("It reached for {what}: {paths}.")
    })
}
