//! How probes look at the facts, so that each of them treats missing evidence alike.

mod instead;
mod names;
mod questions;

pub(crate) use names::{names_credential, singular, words};
pub(crate) use questions::{
    Lived, about, error_code, frames_of, lived, not_survived, reply_says, results, unusual_code,
};

use crate::{Finding, Frames, Outcome, Severity, Subject, View, say};
use evidence::{
    FaultKind, FrameId, Gap, Handshake, Item, Kind, ListingEnd, Observed, Question, Reach, Session,
    Target, Variant,
};
use gate_engine::Effect;
use judge::JudgedTool;
use serde_json::Value;

/// The eras of the protocol that a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Eras {
    /// `initialize`.
    pub(crate) legacy: bool,
    /// `server/discover`, of 2026-07-28.
    pub(crate) modern: bool,
}

/// A connection, its handshake, and where that stands.
pub(crate) type Connected<'a> = (&'a Session, &'a Handshake, &'a [FrameId]);

impl<'a> View<'a> {
    /// The connections on which the handshake succeeded and everything was listed.
    pub(crate) fn connected(&self) -> Result<Vec<Connected<'a>>, Gap> {
        let facts = self.facts;
        let connected: Vec<_> = facts
            .sessions
            .iter()
            .filter(|session| session.variant != Variant::Questions)
            .filter_map(|session| match &session.handshake {
                Observed::Seen { value, frames } => Some((session, value, frames.as_slice())),
                Observed::NotOffered | Observed::Missing(_) => None,
            })
            .collect();
        if !connected.is_empty() {
            return Ok(connected);
        }
        let reason = facts
            .sessions
            .iter()
            .find_map(|session| match &session.handshake {
                Observed::Missing(gap) => Some(gap.clone()),
                Observed::Seen { .. } | Observed::NotOffered => None,
            });
        Err(reason.unwrap_or_else(|| gap("No connection was made.")))
    }

    /// Where a kind was listed to its end. `Ok` and empty where the server does not offer it.
    pub(crate) fn whole(&self, kind: Kind) -> Result<Frames, Gap> {
        match self.facts.inventory.complete.get(&kind) {
            Some(Observed::Seen { frames, .. }) => Ok(frames.clone()),
            Some(Observed::NotOffered) => {
                self.connected()?;
                Ok(Frames::new())
            }
            Some(Observed::Missing(gap)) => Err(gap.clone()),
            None => {
                self.connected()?;
                Err(gap(format!("{} were not listed.", plural(kind))))
            }
        }
    }

    /// Where the tools were listed to their end. An empty list is a gap: many servers list nothing until they get a credential.
    pub(crate) fn tools_whole(&self) -> Result<Frames, Gap> {
        let frames = self.whole(Kind::Tool)?;
        let offered = !matches!(
            self.facts.inventory.complete.get(&Kind::Tool),
            Some(Observed::NotOffered)
        );
        if offered && self.facts.inventory.tools.is_empty() {
            let why = "It offers tools, and lists none: some servers list nothing until they are configured.";
            return Err(Gap {
                why: why.to_owned(),
                ours: false,
                frames,
            });
        }
        Ok(frames)
    }

    /// A pass once every tool was seen; `says` is told how many there are.
    pub(crate) fn pass_tools(&self, says: impl FnOnce(&str) -> String) -> Result<Outcome, Gap> {
        let frames = self.tools_whole()?;
        Ok(match self.judged.tools.len() {
            0 => Outcome::pass("It offers no tools."),
            n => Outcome::pass(says(&say::count(n, "tool"))).at(frames),
        })
    }

    /// Tools that change something, or may.
    pub(crate) fn changing(&self) -> Vec<&'a JudgedTool> {
        self.judged
            .tools
            .iter()
            .filter(|tool| tool.effect != Effect::Read)
            .collect()
    }

    /// Resources and templates.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &'a Item> {
        let inventory = &self.facts.inventory;
        inventory
            .resources
            .iter()
            .chain(&inventory.templates)
            .map(|entry| &*entry.item)
    }

    /// Where resources and templates were both listed to their end.
    pub(crate) fn resources_whole(&self) -> Result<Frames, Gap> {
        let mut frames = self.whole(Kind::Resource)?;
        frames.extend(self.whole(Kind::Template)?);
        Ok(frames)
    }

    /// A question that was put to the server, on every connection where it was.
    pub(crate) fn asked(&self, id: &str) -> Result<Vec<&'a Question>, Gap> {
        let asked = self.put(id);
        if asked.is_empty() {
            self.connected()?;
            return Err(self.not_put());
        }
        Ok(asked)
    }

    /// The same, where it may be that nobody was to be asked.
    pub(crate) fn put(&self, id: &str) -> Vec<&'a Question> {
        let sessions = self.facts.sessions.iter();
        sessions
            .filter_map(|session| session.questions.get(id))
            .collect()
    }

    /// Why a question was not put.
    fn not_put(&self) -> Gap {
        let reach = self.facts.scope.reach;
        let why = match reach {
            Reach::Listing => "No questions were asked: the reach was the lists alone.".to_owned(),
            Reach::Questions | Reach::Protocol if self.facts.scope.quick => {
                "It was started only once, so not every question was put.".to_owned()
            }
            Reach::Questions | Reach::Protocol => {
                "The question was not put to the server.".to_owned()
            }
        };
        Gap {
            ours: self.facts.interrupted,
            ..gap(why)
        }
    }

    /// Whether the server speaks the era with `initialize`, and that without.
    pub(crate) fn eras(&self) -> Result<Eras, Gap> {
        let connected = self.connected()?;
        let modern = |(session, ..): &Connected<'_>| session.variant == Variant::Discover;
        Ok(Eras {
            legacy: connected.iter().any(|one| !modern(one)),
            modern: connected.iter().any(modern),
        })
    }

    /// Whether any connection declares a capability, by its pointer.
    pub(crate) fn declares(&self, pointer: &str) -> Result<bool, Gap> {
        let declared = |(_, handshake, _): Connected<'a>| {
            let value = handshake.capabilities.pointer(pointer);
            value.is_some_and(|value| !value.is_null() && value.as_bool() != Some(false))
        };
        Ok(self.connected()?.into_iter().any(declared))
    }

    /// Whether the server is a process of this machine.
    pub(crate) fn local(&self) -> bool {
        matches!(self.facts.header.target, Target::Stdio { .. })
    }

    /// What looks like a credential among what the server was given: names of variables, and options of its command.
    pub(crate) fn credentials_given(&self) -> Vec<&'a str> {
        let facts = self.facts;
        let variables = facts
            .sessions
            .iter()
            .flat_map(|session| session.env.iter().map(String::as_str));
        let command: &[String] = match &facts.header.target {
            Target::Stdio { command } => command,
            Target::Http { .. } => &[],
        };
        let options = command
            .iter()
            .filter(|word| word.starts_with('-'))
            .map(|word| word.split('=').next().unwrap_or(word));
        let mut given: Vec<&str> = variables
            .chain(options)
            .filter(|name| names_credential(name))
            .collect();
        given.sort_unstable();
        given.dedup();
        given
    }

    /// Whether a message on a connection was such that a request may have gone without its answer.
    fn wire_is_broken(&self, session: &Session) -> bool {
        let kinds = [
            FaultKind::BadReply,
            FaultKind::BadList,
            FaultKind::UnknownId,
            FaultKind::IdType,
            FaultKind::NotJson,
            FaultKind::SplitMessage,
            FaultKind::SharedLine,
            FaultKind::Unterminated,
        ];
        let mut faults = self.facts.faults.iter();
        faults.any(|fault| fault.session == session.id && kinds.contains(&fault.kind))
    }

    /// What went wrong while listing a kind, for people to look at.
    pub(crate) fn broken_listings(&self, kind: Kind) -> Vec<Finding> {
        let listings = self.facts.sessions.iter().flat_map(|session| {
            let named = self.wire_is_broken(session);
            let listings = session.listings.iter();
            listings.map(move |listing| (session, listing, named))
        });
        listings
            .filter(|(_, listing, _)| listing.kind == kind)
            .filter_map(|(session, listing, named)| {
                let what = plural(kind);
                let (severity, message) = match &listing.end {
                    ListingEnd::Complete | ListingEnd::NotOffered | ListingEnd::Cut => return None,
                    ListingEnd::Refused(reply) => (Severity::Warning, format!("Asked to list its {what}, it answers {}.", reply_says(reply))),
                    ListingEnd::Malformed(why) => (Severity::Error, format!("Its answer is no list of {what}: {why}")),
                    ListingEnd::Loop => (Severity::Error, format!("Listing its {what} never ends: a cursor came back that was seen before.")),
                    ListingEnd::Capped(cap) => (Severity::Warning, format!("It lists more {what} than are read: the cap on {cap} was hit.")),
                    // What came is named by `wire-form` or `stdout-purity`.
                    ListingEnd::Unread => (Severity::Info, format!("What came in answer to the listing of its {what} could not be read.")),
                    ListingEnd::TimedOut => (Severity::Warning, format!("It did not list its {what} in time.")),
                    ListingEnd::Died => (Severity::Error, format!("It ended while it listed its {what}.")),
                };
                let (severity, message) = self.over_http(session, listing, severity, message);
                let at = match &listing.end {
                    ListingEnd::Refused(reply) => Some(reply.frame),
                    _ => listing.pages.last().map(|page| page.frame),
                };
                // What is wrong with the answer itself is named by `wire-form`: that the list is not seen is what follows.
                let follows = matches!(listing.end, ListingEnd::Refused(_) | ListingEnd::Malformed(_) | ListingEnd::TimedOut);
                let severity = if named && follows { Severity::Info } else { severity };
                Some(Finding::on_server(severity, message).inside(format!("/{what}")).at(at))
            })
            .collect()
    }
}

/// The end of a listing probe: a pass where nothing is missing, else a gap; with what went wrong, if only at a second listing.
pub(crate) fn listing(
    whole: Result<Frames, Gap>,
    broken: Vec<Finding>,
    says: impl FnOnce() -> String,
) -> Outcome {
    match whole {
        Ok(frames) => Outcome::pass(says()).at(frames).with(broken),
        Err(gap) => Outcome::missing(gap).with(broken),
    }
}

/// The first character that is not shown: a control, direction-changing or zero-width one. What is seen is then not what is there.
pub(crate) fn unseen(text: &str) -> Option<char> {
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars().find(hidden)
}

/// A gap that is the server's, or nobody's.
pub(crate) fn gap(why: impl Into<String>) -> Gap {
    Gap {
        why: why.into(),
        ours: false,
        frames: Vec::new(),
    }
}

/// The name of a kind in a sentence.
pub(crate) const fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Tool => "tools",
        Kind::Resource => "resources",
        Kind::Template => "resource templates",
        Kind::Prompt => "prompts",
    }
}

/// Whether a remark about a schema is of a reference that leads out of it, or nowhere.
pub(crate) fn refers(remark: &str) -> bool {
    remark.starts_with("refers ")
}

/// Items of these kinds that are told apart by nothing: a client that asks for one gets either.
pub(crate) fn doubles(view: &View<'_>, kinds: &[Kind]) -> Vec<Finding> {
    let faults = view.facts.faults.iter();
    let doubles = faults.filter(|fault| fault.kind == FaultKind::DuplicateName);
    let of_these = doubles.filter_map(|fault| {
        let (kind, name) = fault.subject.as_ref()?;
        let message = format!("It shares its `{}` with another.", kind.key());
        let finding = Finding::new(Subject::named(*kind, name), Severity::Warning, message);
        kinds.contains(kind).then(|| finding.at([fault.at.frame]))
    });
    of_these.collect()
}

/// How bad it is that an item lacks something: no more than worth knowing where the item is no object, or nests too deep to be read,
/// because that is named once, by `shapes` or `wire-form`.
pub(crate) fn lack(item: &Item, severity: Severity) -> Severity {
    if item.raw.is_object() {
        severity
    } else {
        Severity::Info
    }
}

/// A member of an item that is a string with something in it.
pub(crate) fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value
        .get(member)?
        .as_str()
        .filter(|text| !text.trim().is_empty())
}

/// Whether a member of an item is text that says something.
pub(crate) fn says(item: &Item, member: &str) -> bool {
    item.raw
        .string(member)
        .is_some_and(|text| !text.trim().is_empty())
}

/// The properties of a tool's input schema.
pub(crate) fn properties(tool: &Item) -> impl Iterator<Item = (String, Value)> {
    match tool.raw.pointer("/inputSchema/properties") {
        Some(Value::Object(members)) => members,
        _ => serde_json::Map::new(),
    }
    .into_iter()
}

/// The members of an object; none of anything else.
pub(crate) fn members(value: Option<&Value>) -> Vec<(&str, &Value)> {
    let object = value.and_then(Value::as_object);
    object
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
        .collect()
}
