//! The handshakes of both eras.

use crate::client::{Answer, Limit};
use crate::envelope;
use crate::http::Link;
use crate::list::Kind;
use crate::router::{Manners, Reply, Whole};
use crate::run::Run;
use crate::wire::Wire;
use evidence::revision::{self, Era};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The newest revision without a handshake.
pub(crate) const MODERN: &str = revision::STATELESS.id;
/// The newest revision with one.
pub(crate) const LEGACY: &str = revision::HANDSHAKE.id;

/// How a handshake went.
#[derive(Debug)]
pub(crate) enum Handshake {
    /// The server answered: what it says it offers.
    Welcome(Welcome),
    /// It answered, but not with a handshake: an error, or something that is none.
    Refused(Reply),
    /// It did not answer within the time.
    Silent,
    /// The connection ended.
    Died,
}

/// What a server says of itself, as far as the session needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Welcome {
    /// Whether each request must carry `_meta`.
    pub(crate) modern: bool,
    /// The revision that a handshake settled.
    pub(crate) version: Option<String>,
    /// The kinds that it lists.
    pub(crate) kinds: BTreeSet<Kind>,
    /// The kinds whose changes it announces.
    pub(crate) announces: BTreeSet<Kind>,
    /// What else it offers.
    pub(crate) offers: BTreeSet<Offer>,
}

/// Something offered beside the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Offer {
    /// `logging/setLevel`, or log messages.
    Logging,
    /// `completion/complete`.
    Completions,
    /// `resources/subscribe`.
    Subscribe,
    /// `tasks/list`, of 2025-11-25.
    TaskList,
    /// Tasks, of either kind.
    Tasks,
    /// `skills/list`, of an extension.
    Skills,
}

impl Offer {
    const ALL: [Self; 6] = [
        Self::Logging,
        Self::Completions,
        Self::Subscribe,
        Self::TaskList,
        Self::Tasks,
        Self::Skills,
    ];

    /// The places in the capabilities that declare it.
    const fn declared_at(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Logging => &[&["logging"]],
            Self::Completions => &[&["completions"]],
            Self::Subscribe => &[&["resources", "subscribe"]],
            Self::TaskList => &[&["tasks", "list"]],
            Self::Tasks => &[&["tasks"], &["extensions", "io.modelcontextprotocol/tasks"]],
            Self::Skills => &[&["extensions", "io.modelcontextprotocol/skills"]],
        }
    }
}

/// Everything that a client can declare, or nothing.
fn capabilities(everything: bool) -> Value {
    if everything {
        json!({
            "roots": {"listChanged": true},
            "sampling": {"tools": {}, "context": {}},
            "elicitation": {"form": {}, "url": {}},
        })
    } else {
        json!({})
    }
}

impl Run<'_> {
    fn client_info(&self) -> Value {
        json!({"name": "mcp-gatecheck", "version": self.options.tool_version})
    }

    /// The `_meta` that each request of a modern connection carries.
    pub(crate) fn meta(&self) -> Value {
        json!({
            "io.modelcontextprotocol/protocolVersion": MODERN,
            "io.modelcontextprotocol/clientInfo": self.client_info(),
            "io.modelcontextprotocol/clientCapabilities": capabilities(true),
        })
    }

    /// `server/discover`, of 2026-07-28.
    pub(crate) async fn discover(&mut self, limit: Limit) -> Handshake {
        self.manners(Manners::Silent);
        let params = json!({"_meta": self.meta()});
        match self.request("server/discover", &params, limit).await {
            Answer::Reply(reply) => {
                discovered(&reply).map_or(Handshake::Refused(reply), Handshake::Welcome)
            }
            Answer::TimedOut => Handshake::Silent,
            Answer::Died => Handshake::Died,
        }
    }

    /// `initialize`; where the server names versions that it would rather speak, once more with the best of them.
    /// [`Run::initialized`] ends it.
    pub(crate) async fn initialize(&mut self, everything: bool, limit: Limit) -> Handshake {
        self.manners(if everything {
            Manners::Declared
        } else {
            Manners::Bare
        });
        let mut shaken = self.initialize_with(LEGACY, everything, limit).await;
        if let Handshake::Refused(reply) = &shaken
            && let Some(version) = counter_offer(reply)
        {
            shaken = self.initialize_with(version, everything, limit).await;
        }
        shaken
    }

    /// `initialize`, where `server/discover` was not taken. A slow server may take the first question after all, and then
    /// serves that revision only: it is asked again.
    pub(crate) async fn initialize_instead(
        &mut self,
        refused: &Handshake,
        limit: Limit,
    ) -> Handshake {
        let shaken = self.initialize(true, limit).await;
        match (refused, &shaken) {
            (Handshake::Silent, Handshake::Refused(_)) => match self.discover(limit).await {
                Handshake::Welcome(welcome) => Handshake::Welcome(welcome),
                _ => shaken,
            },
            _ => shaken,
        }
    }

    /// Tells the server that its answer to `initialize` was taken.
    pub(crate) fn initialized(&mut self) {
        self.notify("notifications/initialized");
        if let Some(link) = self.link() {
            link.listen();
        }
    }

    /// The HTTP side of the open connection, where it has one.
    pub(crate) fn link(&mut self) -> Option<&mut Link> {
        self.wire.as_mut().and_then(Wire::link)
    }

    pub(crate) async fn initialize_with(
        &mut self,
        version: &str,
        everything: bool,
        limit: Limit,
    ) -> Handshake {
        let params = self.hello(version, everything);
        match self.request("initialize", &params, limit).await {
            Answer::Reply(reply) => {
                let Some(welcome) = initialized(&reply) else {
                    return Handshake::Refused(reply);
                };
                if let Some(link) = self.link() {
                    link.settled(welcome.version.clone());
                }
                Handshake::Welcome(welcome)
            }
            Answer::TimedOut => Handshake::Silent,
            Answer::Died => Handshake::Died,
        }
    }

    /// The parameters of `initialize`.
    pub(crate) fn hello(&self, version: &str, everything: bool) -> Value {
        json!({
            "protocolVersion": version,
            "capabilities": capabilities(everything),
            "clientInfo": self.client_info(),
        })
    }

    fn manners(&mut self, manners: Manners) {
        if let Some(wire) = &mut self.wire {
            wire.manners(manners);
        }
    }
}

/// A discover result, however incomplete: something that names versions or capabilities.
fn discovered(reply: &Reply) -> Option<Welcome> {
    let text = envelope::text(&reply.bytes);
    let [result] = envelope::members(&text, ["result"])?;
    let [versions, capabilities] =
        envelope::members(result?.get(), ["supportedVersions", "capabilities"])?;
    let versions: Option<Vec<String>> = versions.and_then(|v| serde_json::from_str(v.get()).ok());
    let speaks = versions
        .as_ref()
        .is_none_or(|v| v.is_empty() || v.iter().any(|v| v == MODERN));
    (speaks && (versions.is_some() || capabilities.is_some())).then(|| welcome(true, capabilities))
}

/// An initialize result, however incomplete: any object.
fn initialized(reply: &Reply) -> Option<Welcome> {
    let text = envelope::text(&reply.bytes);
    let [result] = envelope::members(&text, ["result"])?;
    let [version, capabilities] =
        envelope::members(result?.get(), ["protocolVersion", "capabilities"])?;
    Some(Welcome {
        version: version.and_then(|v| serde_json::from_str(v.get()).ok()),
        ..welcome(false, capabilities)
    })
}

/// What is declared counts as offered whatever its value; where nothing can be read at all, every list is asked for.
fn welcome(modern: bool, capabilities: Option<&RawValue>) -> Welcome {
    let declared = |path: &[&str]| capabilities.and_then(|c| inside(c.get(), path));
    let readable = capabilities.is_some_and(|c| envelope::members(c.get(), ["tools"]).is_some());
    let lists = |kind: &Kind| !readable || declared(&[kind.capability()]).is_some();
    let announces =
        |kind: &Kind| declared(&[kind.capability(), "listChanged"]).is_some_and(|l| l == "true");
    let offered = |offer: &Offer| {
        let mut places = offer.declared_at().iter();
        places.any(|place| declared(place).is_some_and(|value| value != "false"))
    };
    Welcome {
        modern,
        version: None,
        kinds: Kind::ALL.into_iter().filter(lists).collect(),
        announces: Kind::ALL.into_iter().filter(announces).collect(),
        offers: Offer::ALL.into_iter().filter(offered).collect(),
    }
}

/// The value at a path of members, as it stands.
fn inside<'t>(text: &'t str, path: &[&str]) -> Option<&'t str> {
    path.iter().try_fold(text, |text, name| {
        envelope::members(text, [*name])?
            .first()?
            .map(RawValue::get)
    })
}

/// The newest version that we know among those that an error offers.
fn counter_offer(reply: &Reply) -> Option<&'static str> {
    if reply.whole != Whole::Yes {
        return None;
    }
    let text = envelope::text(&reply.bytes);
    let [error] = envelope::members(&text, ["error"])?;
    let [data] = envelope::members(error?.get(), ["data"])?;
    let [supported] = envelope::members(data?.get(), ["supported"])?;
    let supported: Vec<String> = serde_json::from_str(supported?.get()).ok()?;
    revision::ALL
        .iter()
        .rev()
        .filter(|r| r.era == Era::Handshake && r.id != LEGACY)
        .map(|r| r.id)
        .find(|v| supported.iter().any(|s| s == v))
}
