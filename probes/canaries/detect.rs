use crate::conduct::{Blind, FENCE_IT, listed};
use crate::{Answer, Finding, Outcome, Severity, View, say};
use evidence::FrameId;
use evidence::conduct::{Act, Sight, Touch};
use std::collections::BTreeMap;

mod need;

/// What a canary's way out must have been watched for.
const WATCHED: [Sight; 2] = [Sight::Canaries, Sight::Addresses];

pub(crate) fn detect(view: &View<'_>) -> Answer {
    if !view.local() {
        return Ok(Outcome::not_applicable(
            "Nothing can be planted on an endpoint's machine.",
        ));
    }
    let touched = touched(view);
    let out: Vec<Finding> = view
        .deeds()
        .filter_map(|(deed, frame)| match &deed.act {
            Act::Canary { id, how } => out(view, id, how, frame),
            _ => None,
        })
        .collect();
    if !out.is_empty() {
        return Ok(Outcome::Fail { findings: out }.with(touched));
    }
    if let Err(gap) = view.connected() {
        return Ok(Outcome::missing(gap).with(touched));
    }
    match planted(view) {
        Ok((count, frames)) => {
            let says = format!(
                "{} planted in files and variables: none came out.",
                say::count(count, "canary")
            );
            Ok(Outcome::pass(says).at(frames).with(touched))
        }
        Err(blind) => Ok(Outcome::from(blind).with(touched)),
    }
}

/// How many canaries each start had at least, where all that leads out was watched whole.
fn planted(view: &View<'_>) -> Result<(usize, Vec<FrameId>), Blind> {
    let unseen = |why: &str| {
        format!(
            "a canary may have left unseen: {}",
            why.trim_end_matches('.')
        )
    };
    let frames = view.fenced(&WATCHED).map_err(|blind| Blind {
        why: match blind.remedy {
            FENCE_IT => format!("{}, so no canary was planted", blind.why),
            _ => unseen(&blind.why),
        },
        ..blind
    })?;
    if let Some(why) = view.in_part(&WATCHED).first() {
        return Err(Blind {
            why: unseen(why),
            remedy: "Probe it where namespaces are allowed, or attest `authentication.redaction`.",
        });
    }
    match view.fences().map(|(fence, _)| fence.canaries.len()).min() {
        Some(count) if count > 0 => Ok((count, frames)),
        _ => Err(Blind {
            why: "no canary was planted".to_owned(),
            remedy: FENCE_IT,
        }),
    }
}

/// A canary that came out.
fn out(view: &View<'_>, id: &str, how: &Touch, frame: FrameId) -> Option<Finding> {
    let (where_to, encoding) = match how {
        Touch::Opened | Touch::Read | Touch::Changed => return None,
        Touch::Echoed { stream, encoding } => (format!("wrote it to {}", said(stream)), encoding),
        Touch::Sent { to, encoding } => (format!("sent it to {}", say::quote(to)), encoding),
        Touch::Stored { path, encoding } => (
            format!("wrote it to the file {}", say::quote(path)),
            encoding,
        ),
        Touch::Passed { program, encoding } => (
            format!("passed it to the program {}", say::quote(program)),
            encoding,
        ),
    };
    let encoding = match encoding.as_str() {
        "plain" => String::new(),
        "hex" => " in hexadecimal".to_owned(),
        "base64" => " in Base64".to_owned(),
        "url" => " in URL encoding".to_owned(),
        other => format!(" ({other})"),
    };
    let place = view.canary_place(id);
    let message = format!(
        "It took the planted secret {} and {where_to}{encoding}.",
        say::quote(place)
    );
    Some(
        Finding::on_server(Severity::Error, message)
            .inside(format!("/canaries/{id}"))
            .at([frame]),
    )
}

fn said(stream: &str) -> String {
    match stream {
        "stdout" => "standard output".to_owned(),
        "stderr" => "standard error".to_owned(),
        other => say::quote(other),
    }
}

/// Where common programs and libraries read at each start, whoever starts them: `npm` its own settings, `dotenv` the
/// variables in the directory that a program starts in, which is HOME where no other is shown.
const HABITS: [&str; 2] = ["~/.npmrc", "~/.env"];

/// The canaries that it touched: those that it has no use for, and those that go with what it says it is.
fn touched(view: &View<'_>) -> Vec<Finding> {
    let (mut unasked, mut used, mut habits) =
        (Touched::default(), Touched::default(), Touched::default());
    for (id, how, frame) in view.touched_canaries() {
        let place = view.canary_place(id);
        let verb = match how {
            Touch::Opened => "opened",
            Touch::Read => "read",
            Touch::Changed => "changed",
            _ => continue,
        };
        let touched = match verb {
            "changed" => &mut unasked,
            _ if need::needs(view, id) => &mut used,
            _ if HABITS.contains(&place) => &mut habits,
            _ => &mut unasked,
        };
        touched.by_verb.entry(verb).or_default().push(place);
        touched.frames.push(frame);
    }
    let unasked = unasked.told().map(|(said, frames)| {
        let message = format!(
            "With no tool called it {said}: planted secrets that nobody asked it for. That is not sending them."
        );
        Finding::on_server(Severity::Warning, message)
            .inside("/canaries")
            .at(frames)
    });
    let used = used.told().map(|(said, frames)| {
        let message = format!("With no tool called it {said}, as goes with what it says it is.");
        Finding::on_server(Severity::Info, message)
            .inside("/canaries/used")
            .at(frames)
    });
    let habits = habits.told().map(|(said, frames)| {
        let message =
            format!("With no tool called it {said}, as common libraries do at every start.");
        Finding::on_server(Severity::Info, message)
            .inside("/canaries/habits")
            .at(frames)
    });
    unasked.into_iter().chain(used).chain(habits).collect()
}

/// Canaries by what was done with them.
#[derive(Default)]
struct Touched<'a> {
    by_verb: BTreeMap<&'static str, Vec<&'a str>>,
    frames: Vec<FrameId>,
}

impl Touched<'_> {
    /// What was done with which, and where it shows.
    fn told(mut self) -> Option<(String, Vec<FrameId>)> {
        // One that was read was opened before.
        let read = self.by_verb.get("read").cloned().unwrap_or_default();
        if let Some(opened) = self.by_verb.get_mut("opened") {
            opened.retain(|place| !read.contains(place));
        }
        self.by_verb.retain(|_, places| !places.is_empty());
        let said: Vec<String> = self
            .by_verb
            .into_iter()
            .map(|(verb, places)| format!("{verb} {}", listed(places)))
            .collect();
        (!said.is_empty()).then(|| (said.join(" and "), self.frames))
    }
}
