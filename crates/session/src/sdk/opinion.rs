//! What the SDK makes of a connection.

use super::tape::{Deck, Player, Segment, Tape};
use crate::envelope;
use crate::list::Kind;
use evidence::Refusal;
use rmcp::RoleClient;
use rmcp::model::{
    ClientConfig, ClientRequest, ListPromptsRequest, ListPromptsResult,
    ListResourceTemplatesRequest, ListResourceTemplatesResult, ListResourcesRequest,
    ListResourcesResult, ListToolsRequest, ListToolsResult, PaginatedRequestParams,
    ProtocolVersion, ServerResult,
};
use rmcp::service::{
    ClientInitializeError, ClientLifecycleMode, ClientServiceExt, Peer, RunningService,
    ServiceError,
};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::sync::Arc;

/// Characters of the SDK's words that are kept.
const WORDS: usize = 300;
/// Refusals of one page that are named.
const NAMED: usize = 20;

/// Everything that the SDK would not take. None where the server itself refused the handshake: that is no opinion.
pub(super) async fn form(tape: Tape) -> Option<Vec<Refusal>> {
    let pages: Vec<Segment> = tape
        .segments
        .iter()
        .filter(|s| s.kind().is_some() && s.answered())
        .cloned()
        .collect();
    let modern = tape.modern();
    let deck = Deck::new(tape);
    let client = match handshake(&deck, modern).await {
        Ok(client) => client,
        Err(refusal) => return refusal.map(|refusal| vec![refusal]),
    };
    let mut refuses = Vec::new();
    for page in &pages {
        if let Some(kind) = page.kind() {
            refuses.extend(one_page(&deck, client.peer(), page, kind).await);
        }
    }
    Some(refuses)
}

type Client = RunningService<RoleClient, ClientConfig>;

async fn handshake(deck: &Arc<Deck>, modern: bool) -> Result<Client, Option<Refusal>> {
    let (mode, method) = if modern {
        (
            ClientLifecycleMode::Discover {
                preferred_versions: vec![ProtocolVersion::V_2026_07_28],
            },
            "server/discover",
        )
    } else {
        (ClientLifecycleMode::Initialize, "initialize")
    };
    let refusal = |consequence: &str, says: String| Refusal {
        method: method.into(),
        item: None,
        consequence: consequence.into(),
        says: shorten(&says),
    };
    tokio::select! {
        biased;
        client = ClientConfig::default().serve_with_lifecycle(Player(Arc::clone(deck)), mode) => {
            client.map_err(|e| match e {
                ClientInitializeError::JsonRpcError(_) | ClientInitializeError::NoCompatibleProtocolVersion { .. } => None,
                e => Some(refusal("handshake fails", handshake_words(&e))),
            })
        }
        () = deck.dry(0) => Err(Some(refusal("waits forever", deck.dropped().unwrap_or_else(silence)))),
    }
}

/// The SDK's own words hold the whole message; only their beginning is of use.
fn handshake_words(error: &ClientInitializeError) -> String {
    match error {
        ClientInitializeError::ExpectedInitResult(Some(_)) => {
            "the result is no handshake result".into()
        }
        other => other.to_string(),
    }
}

async fn one_page(
    deck: &Deck,
    peer: &Peer<RoleClient>,
    page: &Segment,
    kind: Kind,
) -> Vec<Refusal> {
    let refusal = |item: Option<String>, consequence: &str, says: &str| Refusal {
        method: page.method.clone(),
        item,
        consequence: consequence.into(),
        says: shorten(says),
    };
    let since = deck.asked();
    let result = tokio::select! {
        biased;
        result = peer.send_request(request(kind, page.cursor.clone())) => result,
        () = deck.dry(since) => {
            return vec![refusal(None, "waits forever", &deck.dropped().unwrap_or_else(silence))];
        }
    };
    let sent = page
        .reply()
        .map(|reply| Sent::read(&reply, kind))
        .unwrap_or_default();
    match result {
        // What the server refuses is no matter of the SDK.
        Err(ServiceError::McpError(_)) => Vec::new(),
        Err(e) => vec![refusal(None, "whole page lost", &e.to_string())],
        Ok(result) => match typed(&result, kind) {
            Some(n) if n < sent.items.len() => {
                let says = format!("{n} of {} items are left", sent.items.len());
                vec![refusal(None, "silently dropped", &says)]
            }
            Some(_) => Vec::new(),
            None => {
                let broken: Vec<_> = sent.broken(kind).collect();
                if broken.is_empty() {
                    let says = sent
                        .whole(kind)
                        .unwrap_or_else(|| "taken for another kind of result".into());
                    vec![refusal(None, "whole page lost", &says)]
                } else {
                    broken
                        .into_iter()
                        .map(|(item, says)| refusal(Some(item), "whole page lost", &says))
                        .collect()
                }
            }
        },
    }
}

fn silence() -> String {
    "no message that it can match to its request".into()
}

fn request(kind: Kind, cursor: Option<String>) -> ClientRequest {
    let params = cursor.map(|c| PaginatedRequestParams::default().with_cursor(Some(c)));
    match kind {
        Kind::Tool => ClientRequest::ListToolsRequest(
            params.map_or_else(ListToolsRequest::default, ListToolsRequest::with_param),
        ),
        Kind::Resource => ClientRequest::ListResourcesRequest(params.map_or_else(
            ListResourcesRequest::default,
            ListResourcesRequest::with_param,
        )),
        Kind::Template => ClientRequest::ListResourceTemplatesRequest(params.map_or_else(
            ListResourceTemplatesRequest::default,
            ListResourceTemplatesRequest::with_param,
        )),
        Kind::Prompt => ClientRequest::ListPromptsRequest(
            params.map_or_else(ListPromptsRequest::default, ListPromptsRequest::with_param),
        ),
    }
}

/// Number of items in the typed result; none where it became something else.
fn typed(result: &ServerResult, kind: Kind) -> Option<usize> {
    match (result, kind) {
        (ServerResult::ListToolsResult(r), Kind::Tool) => Some(r.tools.len()),
        (ServerResult::ListResourcesResult(r), Kind::Resource) => Some(r.resources.len()),
        (ServerResult::ListResourceTemplatesResult(r), Kind::Template) => {
            Some(r.resource_templates.len())
        }
        (ServerResult::ListPromptsResult(r), Kind::Prompt) => Some(r.prompts.len()),
        _ => None,
    }
}

/// A page as the server sent it.
#[derive(Default)]
struct Sent {
    result: String,
    items: Vec<Box<RawValue>>,
}

impl Sent {
    fn read(reply: &str, kind: Kind) -> Self {
        let result = envelope::members(reply, ["result"])
            .and_then(|[r]| r)
            .map_or("", RawValue::get);
        let items = envelope::members(result, [kind.member()])
            .and_then(|[items]| serde_json::from_str(items?.get()).ok())
            .unwrap_or_default();
        Self {
            result: result.into(),
            items,
        }
    }

    /// The items that the SDK would not take even alone, with its words.
    fn broken(&self, kind: Kind) -> impl Iterator<Item = (String, String)> {
        let member = kind.member();
        self.items
            .iter()
            .enumerate()
            .filter_map(move |(n, item)| {
                let page = format!(r#"{{"{member}":[{}]}}"#, item.get());
                refuses(&page, kind).map(|says| (format!("{member}/{n}"), says))
            })
            .take(NAMED)
    }

    /// What the SDK says of the page itself.
    fn whole(&self, kind: Kind) -> Option<String> {
        refuses(&self.result, kind)
    }
}

/// The SDK's words on a page of this kind; none where it takes it.
fn refuses(page: &str, kind: Kind) -> Option<String> {
    fn why<T: DeserializeOwned>(page: &str) -> Option<String> {
        serde_json::from_str::<T>(page).err().map(|e| e.to_string())
    }
    match kind {
        Kind::Tool => why::<ListToolsResult>(page),
        Kind::Resource => why::<ListResourcesResult>(page),
        Kind::Template => why::<ListResourceTemplatesResult>(page),
        Kind::Prompt => why::<ListPromptsResult>(page),
    }
}

fn shorten(words: &str) -> String {
    words.chars().take(WORDS).collect()
}
