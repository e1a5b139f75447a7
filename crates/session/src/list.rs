//! Lists what the server offers: every page, with an eye on loops and caps.

use crate::client::Answer;
use crate::envelope;
use crate::handshake::Welcome;
use crate::router::{Reply, Whole};
use crate::run::Run;
use evidence::{Event, limits};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::time::Instant;

/// How often a kind is listed again on one connection because the server says that it changed.
const CHANGES: u32 = 3;
/// How long changes are listened for after the lists, where the server says that it announces them.
const LISTEN: Duration = Duration::from_millis(50);
/// How long a connection that declares everything is held open: real servers ask for roots a third of a second later.
const HOLD: Duration = Duration::from_millis(500);
/// The token under which the second listing of tools asks for progress.
const PROGRESS: &str = "gatecheck-progress";
/// Bytes of a listing beyond which it is not made a second time to compare.
const AGAIN_BYTES: usize = 4 << 20;

/// What is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Tools.
    Tool,
    /// Resources.
    Resource,
    /// Resource templates.
    Template,
    /// Prompts.
    Prompt,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Tool, Self::Resource, Self::Template, Self::Prompt];

    /// The method that lists it.
    pub(crate) const fn method(self) -> &'static str {
        match self {
            Self::Tool => "tools/list",
            Self::Resource => "resources/list",
            Self::Template => "resources/templates/list",
            Self::Prompt => "prompts/list",
        }
    }

    /// The member of the result that holds the items.
    pub(crate) const fn member(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource => "resources",
            Self::Template => "resourceTemplates",
            Self::Prompt => "prompts",
        }
    }

    /// The capability that offers it.
    pub(crate) const fn capability(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource | Self::Template => "resources",
            Self::Prompt => "prompts",
        }
    }

    /// The notification that says that it changed.
    pub(crate) const fn changed(self) -> &'static str {
        match self {
            Self::Tool => "notifications/tools/list_changed",
            Self::Resource | Self::Template => "notifications/resources/list_changed",
            Self::Prompt => "notifications/prompts/list_changed",
        }
    }

    const fn plural(self) -> &'static str {
        match self {
            Self::Tool => "tools",
            Self::Resource => "resources",
            Self::Template => "resource templates",
            Self::Prompt => "prompts",
        }
    }
}

impl Run<'_> {
    /// Lists everything that is offered, again what changes meanwhile, and the tools once more where that is asked for.
    /// Returns the listings that came whole.
    pub(crate) async fn list_all(
        &mut self,
        welcome: &Welcome,
        declared: bool,
        again: bool,
    ) -> BTreeMap<Kind, Listed> {
        let hold = if declared {
            Instant::now() + HOLD
        } else {
            Instant::now()
        };
        let mut answered: BTreeMap<Kind, Listed> = BTreeMap::new();
        for kind in &welcome.kinds {
            // What changed before its first listing is in that listing.
            self.settle(*kind);
            if let Some(listed) = self.list(*kind, "first", welcome.modern).await {
                answered.insert(*kind, listed);
            }
        }
        if again
            && answered
                .get(&Kind::Tool)
                .is_some_and(|listed| listed.bytes <= AGAIN_BYTES)
        {
            self.list(Kind::Tool, "again", welcome.modern).await;
        }
        self.follow_changes(welcome, hold).await;
        answered
    }

    async fn follow_changes(&mut self, welcome: &Welcome, hold: Instant) {
        let mut times: BTreeMap<Kind, u32> = BTreeMap::new();
        let least = if welcome.announces.is_empty() {
            Duration::ZERO
        } else {
            LISTEN
        };
        while !self.finished() {
            self.listen(hold.max(Instant::now() + least)).await;
            let changed = self.wire.as_mut().map(|w| w.changed()).unwrap_or_default();
            let mut listed = false;
            for kind in changed.into_iter().filter(|k| welcome.kinds.contains(k)) {
                let times = times.entry(kind).or_default();
                *times += 1;
                if *times <= CHANGES {
                    listed = true;
                    self.list(kind, "changed", welcome.modern).await;
                }
            }
            if !listed {
                return;
            }
        }
    }

    fn settle(&mut self, kind: Kind) {
        if let Some(wire) = &mut self.wire {
            wire.settle(kind);
        }
    }

    /// One listing; `None` where not every page of it came whole.
    async fn list(&mut self, kind: Kind, why: &str, modern: bool) -> Option<Listed> {
        if self.finished() {
            return None;
        }
        self.phase(format!("listing {}", kind.plural()));
        self.recorder.event(&Event::List { why: why.into() });
        let (mut seen, mut cursor) = (BTreeSet::new(), None);
        let (mut pages, mut items, mut listed) = (0, 0, Listed::default());
        loop {
            let params = self.page_params(cursor.as_deref(), why, modern);
            let limit = self.request_limit();
            let Answer::Reply(reply) = self.request(kind.method(), &params, limit).await else {
                return None;
            };
            if reply.whole == Whole::Cut {
                self.capped("message", limits::MESSAGE_BYTES, kind);
                return None;
            }
            let Some(page) = Page::read(&reply, kind) else {
                // Refused, or no list at all: that is an answer too, and nothing to ask questions about.
                return (pages == 0).then_some(listed);
            };
            pages += 1;
            items += page.items;
            listed.bytes = listed.bytes.saturating_add(reply.bytes.len());
            // A cursor that came before leads in a circle: the reader sees it in the frames.
            let Some(next) = page.next.filter(|next| seen.insert(next.clone())) else {
                break;
            };
            listed.second_page.get_or_insert_with(|| next.clone());
            let caps = [
                ("pages", pages, limits::PAGES),
                ("items", items, limits::ITEMS),
                ("bytes", listed.bytes, limits::LIST_BYTES),
            ];
            if let Some((what, _, limit)) = caps.into_iter().find(|(_, is, limit)| is >= limit) {
                self.capped(what, limit, kind);
                break;
            }
            cursor = Some(next);
        }
        self.sizes.insert(kind, listed.bytes);
        Some(listed)
    }

    /// The smallest list that came whole, with its size.
    pub(crate) fn smallest(&self) -> Option<(Kind, usize)> {
        let sizes = self.sizes.iter().map(|(kind, bytes)| (*kind, *bytes));
        sizes.min_by_key(|(_, bytes)| *bytes)
    }

    /// The list that questions are about. One that is too large to be listed twice is asked about once at most, because a
    /// server may answer whatever it is asked with all of it.
    pub(crate) fn handy(&self) -> Option<Kind> {
        let (kind, bytes) = self.smallest()?;
        (bytes <= AGAIN_BYTES).then_some(kind)
    }

    /// The second listing asks for progress, so that what a server does with a token is seen.
    fn page_params(&self, cursor: Option<&str>, why: &str, modern: bool) -> Value {
        let mut params = serde_json::Map::new();
        if let Some(cursor) = cursor {
            params.insert("cursor".into(), cursor.into());
        }
        let mut meta = if modern { self.meta() } else { json!({}) };
        if let Some(members) = meta.as_object_mut() {
            if why == "again" {
                members.insert("progressToken".into(), PROGRESS.into());
            }
            if !members.is_empty() {
                params.insert("_meta".into(), meta);
            }
        }
        params.into()
    }

    fn capped(&mut self, what: &str, limit: usize, kind: Kind) {
        let method = Some(kind.method().to_owned());
        self.recorder.event(&Event::Cap {
            what: what.into(),
            limit: limit as u64,
            method,
        });
    }
}

/// A listing that came whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its size.
    bytes: usize,
    /// The cursor of its second page, where there is one.
    pub(crate) second_page: Option<String>,
}

/// What the pager needs of a page.
struct Page {
    items: usize,
    next: Option<String>,
}

impl Page {
    /// `None` where the reply has no result that is an object.
    fn read(reply: &Reply, kind: Kind) -> Option<Self> {
        let text = envelope::text(&reply.bytes);
        let [result] = envelope::members(&text, ["result"])?;
        let [items, next] = envelope::members(result?.get(), [kind.member(), "nextCursor"])?;
        Some(Self {
            items: items.and_then(envelope::count).unwrap_or(0),
            // A cursor that is no string is no cursor.
            next: next.and_then(|n| serde_json::from_str(n.get()).ok()),
        })
    }
}
