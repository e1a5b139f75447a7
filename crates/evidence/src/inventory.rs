//! The union of what all connections were shown.

use crate::{
    Body, Caller, Entry, Gap, Inventory, Item, Kind, Listing, ListingEnd, Observed, Session,
    Variant, canonical,
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

impl Inventory {
    /// The entries of one kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &[Entry] {
        match kind {
            Kind::Tool => &self.tools,
            Kind::Resource => &self.resources,
            Kind::Template => &self.templates,
            Kind::Prompt => &self.prompts,
        }
    }

    /// Every entry: tools, resources, templates, prompts.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        Kind::ALL.into_iter().flat_map(|kind| self.of(kind))
    }

    fn of_mut(&mut self, kind: Kind) -> &mut Vec<Entry> {
        match kind {
            Kind::Tool => &mut self.tools,
            Kind::Resource => &mut self.resources,
            Kind::Template => &mut self.templates,
            Kind::Prompt => &mut self.prompts,
        }
    }

    /// The union of the sessions' listings. `ours`: whether the run was ended or broken on our side.
    pub(crate) fn union(sessions: &[Session], ours: bool) -> Self {
        let mut inventory = Self::default();
        let mut known: HashMap<(Kind, &str), usize> = HashMap::new();
        for session in sessions {
            let caller = session.web.as_ref().map(|web| web.caller);
            for item in session.listings.iter().flat_map(|listing| &listing.items) {
                let entries = inventory.of_mut(item.kind);
                let at = *known
                    .entry((item.kind, &item.digest))
                    .or_insert(entries.len());
                match entries.get_mut(at) {
                    Some(entry) => {
                        see(&mut entry.visible_to, session.variant);
                        if let Some(caller) = caller {
                            see(&mut entry.callers, caller);
                        }
                    }
                    None => entries.push(Entry {
                        item: Arc::clone(item),
                        visible_to: vec![session.variant],
                        callers: caller.into_iter().collect(),
                    }),
                }
            }
            inventory.instruct(session);
        }
        for kind in Kind::ALL {
            inventory
                .complete
                .insert(kind, complete(sessions, kind, ours));
        }
        inventory
    }

    fn instruct(&mut self, session: &Session) {
        let Observed::Seen { value, frames } = &session.handshake else {
            return;
        };
        let (Some(text), Some(frame)) = (&value.instructions, frames.first()) else {
            return;
        };
        match self
            .instructions
            .iter_mut()
            .find(|(known, ..)| known == text)
        {
            Some((_, variants, _)) => see(variants, session.variant),
            None => self
                .instructions
                .push((text.clone(), vec![session.variant], *frame)),
        }
    }

    /// Whether everything of each kind was seen, or is not offered.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut ends = self.complete.values();
        ends.all(|end| !matches!(end, Observed::Missing(_)))
    }

    /// The pin: SHA-256 of the RFC 8785 form of `{instructions, prompts, resources, templates, tools}`, each sorted by
    /// name, then digest. An item too deep to be read stands there as its digest.
    #[must_use]
    pub fn pin(&self) -> String {
        let mut hash = Sha256::new();
        let mut texts: Vec<Value> = self
            .instructions
            .iter()
            .map(|(text, ..)| text.as_str().into())
            .collect();
        texts.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
        hash.update(b"{\"instructions\":");
        hash.update(canonical::bytes(&Value::Array(texts)));
        // In the order of their names, as RFC 8785 has it.
        for (name, kind) in [
            ("prompts", Kind::Prompt),
            ("resources", Kind::Resource),
            ("templates", Kind::Template),
            ("tools", Kind::Tool),
        ] {
            let mut items: Vec<&Item> = self.of(kind).iter().map(|entry| &*entry.item).collect();
            items.sort_by(|a, b| (&a.name, &a.digest).cmp(&(&b.name, &b.digest)));
            hash.update(format!(",\"{name}\":["));
            for (index, item) in items.into_iter().enumerate() {
                if index > 0 {
                    hash.update(b",");
                }
                match item.raw.value() {
                    Value::Null => hash.update(format!("\"{}\"", item.digest)),
                    value => hash.update(canonical::bytes(&value)),
                }
            }
            hash.update(b"]");
        }
        hash.update(b"}");
        canonical::hex(&hash.finalize())
    }
}

fn see<T: Ord>(those: &mut Vec<T>, one: T) {
    if !those.contains(&one) {
        those.push(one);
        those.sort_unstable();
    }
}

/// Whether everything of a kind was seen: on each connection that counts.
fn complete(sessions: &[Session], kind: Kind, ours: bool) -> Observed<()> {
    let counted: Vec<&Session> = counted(sessions);
    let mut frames = Vec::new();
    let mut gaps: BTreeMap<String, Gap> = BTreeMap::new();
    if counted.is_empty() {
        let why = "no connection to the server was recorded".to_owned();
        return Observed::Missing(Gap {
            why,
            ours: true,
            frames,
        });
    }
    for session in counted {
        match look(session, kind, ours) {
            Observed::Seen { frames: seen, .. } => frames.extend(seen),
            Observed::NotOffered => {}
            Observed::Missing(gap) => {
                gaps.entry(gap.why.clone()).or_insert(gap);
            }
        }
    }
    if !gaps.is_empty() {
        return Observed::Missing(Gap {
            ours: gaps.values().all(|gap| gap.ours),
            frames: gaps
                .values()
                .flat_map(|gap| gap.frames.iter().copied())
                .collect(),
            why: gaps.into_keys().collect::<Vec<_>>().join("; "),
        });
    }
    if frames.is_empty() {
        Observed::NotOffered
    } else {
        Observed::Seen { value: (), frames }
    }
}

/// The connections whose listings count: those for questions list nothing. Once another one works, a connection on which the server refused
/// `server/discover`, or ended over it, says only that it does not speak that era; where `server/discover` works, a
/// refused `initialize` says the same; where whoever signs in is let in, what becomes of others is another question.
fn counted(sessions: &[Session]) -> Vec<&Session> {
    let works = sessions
        .iter()
        .any(|session| matches!(session.handshake, Observed::Seen { .. }));
    let modern = sessions.iter().any(|session| {
        session.variant == Variant::Discover && matches!(session.handshake, Observed::Seen { .. })
    });
    let signed_in = sessions.iter().any(|session| {
        caller(session) == Some(Caller::SignedIn)
            && matches!(session.handshake, Observed::Seen { .. })
    });
    sessions
        .iter()
        .filter(|session| session.variant != Variant::Questions)
        .filter(|session| !(works && (refused_era(session) || session.locked_out().is_some())))
        .filter(|session| !(modern && session.refused_initialize()))
        .filter(|session| !(signed_in && turned_away(session)))
        .collect()
}

impl Session {
    /// Whether the server answered `initialize` with an error: on a server that speaks the modern era, no fault.
    #[must_use]
    pub fn refused_initialize(&self) -> bool {
        !matches!(self.handshake, Observed::Seen { .. })
            && self.exchanges.iter().any(|exchange| {
                exchange.method == "initialize"
                    && matches!(&exchange.reply, Some(reply) if matches!(reply.body, Body::Error { .. }))
            })
    }
}

fn caller(session: &Session) -> Option<Caller> {
    session.web.as_ref().map(|web| web.caller)
}

/// Whether it took no handshake of somebody without credentials, and answered with a status that is no success: rightly with
/// 401, but pages to sign in at and 403 are about too.
fn turned_away(session: &Session) -> bool {
    let Some(web) = &session.web else {
        return false;
    };
    let mut refused = web.exchanges.iter().filter(|exchange| {
        let status = exchange.response.as_ref().map(|came| came.status);
        exchange.message.is_some() && matches!(status, Some(300..500))
    });
    web.caller == Caller::Anonymous
        && !matches!(session.handshake, Observed::Seen { .. })
        && refused.next().is_some()
}

fn refused_era(session: &Session) -> bool {
    let initialized = session
        .exchanges
        .iter()
        .any(|exchange| exchange.method == "initialize");
    let exited = session.end.exit.as_ref().is_some_and(|exit| exit.unasked);
    match &session.handshake {
        Observed::Seen { .. } => false,
        // Over HTTP the older transport has connections of its own.
        Observed::NotOffered => !initialized || session.web.is_some(),
        Observed::Missing(_) => session.variant == Variant::Discover && !initialized && exited,
    }
}

fn look(session: &Session, kind: Kind, ours: bool) -> Observed<()> {
    let variant = session.variant.id();
    let gap =
        |why: String, ours: bool, frames: Vec<_>| Observed::Missing(Gap { why, ours, frames });
    let handshake = match &session.handshake {
        Observed::Seen { value, .. } => value,
        Observed::NotOffered => {
            return gap(
                format!("{variant}: the handshake was refused"),
                false,
                Vec::new(),
            );
        }
        Observed::Missing(missing) => {
            return gap(
                format!("{variant}: {}", missing.why),
                missing.ours,
                missing.frames.clone(),
            );
        }
    };
    let Some(listing) = session.listings.iter().find(|listing| listing.kind == kind) else {
        if !handshake.declares(kind) {
            return Observed::NotOffered;
        }
        return gap(
            format!(
                "{variant}: {} was not asked, though it is offered",
                kind.method()
            ),
            ours,
            Vec::new(),
        );
    };
    let frames: Vec<_> = listing.pages.iter().map(|page| page.frame).collect();
    match why_incomplete(listing) {
        Some(why) => gap(
            format!("{variant}: {why}"),
            ours && listing.end == ListingEnd::Cut,
            frames,
        ),
        None if listing.end == ListingEnd::NotOffered => Observed::NotOffered,
        None => Observed::Seen { value: (), frames },
    }
}

fn why_incomplete(listing: &Listing) -> Option<String> {
    let method = listing.kind.method();
    let pages = listing.pages.len();
    Some(match &listing.end {
        ListingEnd::Complete | ListingEnd::NotOffered => return None,
        ListingEnd::Refused(_) => format!("{method} was answered with an error"),
        ListingEnd::Malformed(what) => format!("{method} gave no list: {what}"),
        ListingEnd::Loop => format!("{method} repeats a cursor after {pages} pages"),
        ListingEnd::Capped(what) => {
            let (kept, came) = (
                listing.items.len(),
                listing.pages.iter().map(|page| page.items).sum::<usize>(),
            );
            if kept < came {
                format!(
                    "{method} goes on beyond the cap on {what}: the first {kept} of {came} are judged"
                )
            } else {
                format!("{method} goes on beyond the cap on {what}")
            }
        }
        ListingEnd::Unread => format!("what came in answer to {method} could not be read"),
        ListingEnd::TimedOut => format!("{method} was not answered in time"),
        ListingEnd::Died => format!("the server ended before {method} was answered"),
        ListingEnd::Cut => format!("the run ended before {method} was done"),
    })
}
