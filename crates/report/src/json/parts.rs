//! What was seen: protocol, tools, resources, prompts, findings, probes.

use crate::escape::cut;
use crate::model::{
    self, findings, handshakes, member, outcome_id, outcome_reason, severity_id, subject_id,
};
use evidence::{Caller, Entry, Facts, Item, Kind, Variant};
use judge::Claim;
use review::{Review, Seen};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

/// Characters of one text that are kept.
const TEXT: usize = 4_000;
/// Members of one array or object that are kept.
const MEMBERS: usize = 200;
/// Nesting of server values that is kept.
const DEPTH: usize = 16;

pub(super) fn text(text: &str) -> String {
    cut(text, TEXT).into_owned()
}

/// A value of the server, kept to a size that says what it is; what was cut is said in its place.
pub(super) fn bounded(value: &Value) -> Value {
    fn within(value: &Value, depth: usize) -> Value {
        match value {
            Value::String(string) => Value::String(text(string)),
            Value::Array(_) | Value::Object(_) if depth == 0 => {
                Value::String("… (cut: nested too deep)".to_owned())
            }
            Value::Array(all) => {
                let mut kept: Vec<Value> = all
                    .iter()
                    .take(MEMBERS)
                    .map(|value| within(value, depth - 1))
                    .collect();
                if all.len() > MEMBERS {
                    kept.push(Value::String(format!(
                        "… (cut, {} more)",
                        all.len() - MEMBERS
                    )));
                }
                Value::Array(kept)
            }
            Value::Object(all) => {
                let mut kept: Map<String, Value> = all
                    .iter()
                    .take(MEMBERS)
                    .map(|(key, value)| (text(key), within(value, depth - 1)))
                    .collect();
                if all.len() > MEMBERS {
                    kept.insert(
                        "…".to_owned(),
                        Value::String(format!("(cut, {} more)", all.len() - MEMBERS)),
                    );
                }
                Value::Object(kept)
            }
            other => other.clone(),
        }
    }
    within(value, DEPTH)
}

#[derive(Serialize)]
pub(super) struct Protocol {
    eras: Vec<&'static str>,
    versions: Vec<String>,
    capabilities: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    instructions: Option<String>,
}

impl Protocol {
    pub(super) fn of(facts: &Facts) -> Self {
        Self {
            eras: model::eras(facts),
            versions: model::versions(facts).into_iter().map(text).collect(),
            capabilities: handshakes(facts)
                .next()
                .map_or(Value::Null, |handshake| bounded(&handshake.capabilities)),
            instructions: facts
                .inventory
                .instructions
                .first()
                .map(|(instructions, ..)| text(instructions)),
        }
    }
}

/// Every tool, each made when it is written: there may be very many.
pub(super) struct Tools<'a>(pub(super) &'a Review);

impl Serialize for Tools<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(model::tools(self.0).iter().map(Tool::of))
    }
}

#[derive(Serialize)]
struct Tool {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    effect: &'static str,
    capabilities: Vec<&'static str>,
    broad: bool,
    bound: Option<String>,
    sensitive: Vec<&'static str>,
    approval: Vec<&'static str>,
    schema: Option<&'static str>,
    /// Kept from the agent, by the caller or by the record.
    excluded: bool,
    because: Vec<Because>,
    visible_to: Vec<&'static str>,
    /// Over HTTP: who was shown it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    callers: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<At>,
}

#[derive(Serialize)]
struct At {
    frame: String,
    pointer: String,
    sha256: String,
}

#[derive(Serialize)]
pub(super) struct Because {
    claim: String,
    from: String,
    text: String,
}

fn claims(claims: &[Claim]) -> Vec<Because> {
    claims
        .iter()
        .map(|claim| Because {
            claim: text(&claim.claim),
            from: text(&claim.from),
            text: text(&claim.text),
        })
        .collect()
}

fn variants(variants: &[Variant]) -> Vec<&'static str> {
    variants.iter().map(|variant| variant.id()).collect()
}

fn callers(callers: &[Caller]) -> Vec<&'static str> {
    callers.iter().copied().map(model::caller_id).collect()
}

fn at(item: &Item) -> At {
    At {
        frame: item.at.frame.to_string(),
        pointer: text(&item.at.pointer),
        sha256: item.digest.clone(),
    }
}

impl Tool {
    fn of(row: &model::ToolRow<'_>) -> Self {
        Self {
            name: text(&row.name),
            title: row
                .judged
                .and_then(|tool| member(&tool.item, "title"))
                .map(|title| text(&title)),
            effect: row.effect.id(),
            capabilities: row
                .judged
                .iter()
                .flat_map(|tool| &tool.capabilities)
                .map(|capability| capability.id())
                .collect(),
            broad: row.broad,
            bound: row.bound.as_deref().map(text),
            sensitive: row.sensitive.iter().map(|class| class.id()).collect(),
            approval: row.approval.iter().map(|category| category.id()).collect(),
            schema: row.grade().map(judge::Grade::id),
            excluded: row.excluded,
            because: because(row),
            visible_to: variants(row.visible_to()),
            callers: callers(row.callers),
            at: row.judged.map(|tool| at(&tool.item)),
        }
    }
}

/// The judge's claims; for a tool of which only a record speaks, the record's.
fn because(row: &model::ToolRow<'_>) -> Vec<Because> {
    match (row.judged, row.because) {
        (Some(tool), _) => claims(&tool.because),
        (None, Some(why)) => vec![Because {
            claim: "stated".to_owned(),
            from: why.evidence.join(" "),
            text: text(&why.text),
        }],
        (None, None) => Vec::new(),
    }
}

#[derive(Serialize)]
pub(super) struct Resource {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<String>,
    sensitive: Vec<&'static str>,
    private: bool,
    wide: bool,
    because: Vec<Because>,
    visible_to: Vec<&'static str>,
    /// Over HTTP: who was shown it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    callers: Vec<&'static str>,
}

impl Resource {
    pub(super) fn all(seen: &Seen, kind: Kind) -> Vec<Self> {
        let (entries, uri) = match kind {
            Kind::Template => (&seen.facts.inventory.templates, "uriTemplate"),
            Kind::Resource | Kind::Tool | Kind::Prompt => (&seen.facts.inventory.resources, "uri"),
        };
        // The judge keeps the inventory's order, so one pass pairs them.
        let mut judged = seen
            .judged
            .resources
            .iter()
            .filter(|resource| resource.item.kind == kind)
            .peekable();
        let mut all = Vec::new();
        for entry in entries {
            let found = judged.next_if(|resource| resource.item.at == entry.item.at);
            all.push(Self {
                name: text(&entry.item.label()),
                title: member(&entry.item, "title").map(|member| text(&member)),
                uri: member(&entry.item, uri).map(|member| text(&member)),
                mime_type: member(&entry.item, "mimeType").map(|member| text(&member)),
                sensitive: found
                    .iter()
                    .flat_map(|resource| &resource.sensitive)
                    .map(|class| class.id())
                    .collect(),
                private: found.is_some_and(|resource| resource.private),
                wide: found.is_some_and(|resource| resource.wide),
                because: found
                    .map(|resource| claims(&resource.because))
                    .unwrap_or_default(),
                visible_to: variants(&entry.visible_to),
                callers: callers(&entry.callers),
            });
        }
        all
    }
}

#[derive(Serialize)]
pub(super) struct Prompt {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    arguments: Vec<String>,
    visible_to: Vec<&'static str>,
    /// Over HTTP: who was shown it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    callers: Vec<&'static str>,
}

impl Prompt {
    pub(super) fn of(entry: &Entry) -> Self {
        let arguments = entry.item.raw.get("arguments");
        let arguments = arguments
            .as_ref()
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        Self {
            name: text(&entry.item.label()),
            title: member(&entry.item, "title").map(|member| text(&member)),
            arguments: arguments
                .take(MEMBERS)
                .filter_map(|argument| argument.get("name")?.as_str())
                .map(text)
                .collect(),
            visible_to: variants(&entry.visible_to),
            callers: callers(&entry.callers),
        }
    }
}

#[derive(Serialize)]
pub(super) struct ServerRequest {
    method: String,
    declared: bool,
    variant: &'static str,
    frame: String,
}

impl ServerRequest {
    pub(super) fn all(facts: &Facts) -> Vec<Self> {
        let requests = facts.sessions.iter().flat_map(|session| {
            session
                .server_requests
                .iter()
                .map(move |request| (session.variant, request))
        });
        requests
            .map(|(variant, request)| Self {
                method: text(&request.method),
                declared: request.declared,
                variant: variant.id(),
                frame: request.frame.to_string(),
            })
            .collect()
    }
}

#[derive(Serialize)]
pub(super) struct Finding {
    probe: &'static str,
    severity: &'static str,
    subject: Subject,
    message: String,
    frames: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<Accepted>,
}

#[derive(Serialize)]
struct Subject {
    kind: &'static str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
}

#[derive(Serialize)]
struct Accepted {
    reason: String,
    by: String,
    until: String,
}

impl Finding {
    pub(super) fn all(review: &Review) -> Vec<Self> {
        let one = |found: &model::Found<'_>| Self {
            probe: found.probe.id,
            severity: severity_id(found.finding.severity),
            subject: Subject {
                kind: subject_id(found.finding.subject.kind),
                name: text(&found.finding.subject.name),
                pointer: found.finding.subject.pointer.as_deref().map(text),
            },
            message: text(&found.finding.message),
            frames: model::frame_ids(&found.finding.frames),
            accepted: found.accepted.map(|accept| Accepted {
                reason: accept.reason.clone(),
                by: accept.by.clone(),
                until: accept.until.to_string(),
            }),
        };
        findings(review).iter().map(one).collect()
    }
}

#[derive(Serialize)]
pub(super) struct Probe {
    id: &'static str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Probe {
    pub(super) fn of((probe, outcome): &(&'static probes::Probe, probes::Outcome)) -> Self {
        Self {
            id: probe.definition.id,
            outcome: outcome_id(outcome),
            reason: outcome_reason(outcome).map(text),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Transcript {
    pub(super) sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<String>,
}
