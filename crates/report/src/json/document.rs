//! The document as a whole: target, exit, coverage.

use super::decision::{Decision, decision};
use super::http::Http;
use super::parts::{
    Finding, Probe, Prompt, Protocol, Resource, ServerRequest, Tools, Transcript, bounded, text,
};
use super::sandbox::Sandbox;
use crate::model::{Conduct, handshakes};
use crate::{Origin, StartHelp};
use evidence::{FrameId, Target as Probed};
use review::Review;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    tool_version: &'a str,
    taken_at: Option<String>,
    target: Target,
    exit: Exit,
    coverage: Coverage,
    decision: Decision,
    protocol: Option<Protocol>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http: Option<Http>,
    tools: Tools<'a>,
    resources: Vec<Resource>,
    templates: Vec<Resource>,
    prompts: Vec<Prompt>,
    server_requests: Vec<ServerRequest>,
    findings: Vec<Finding>,
    probes: Vec<Probe>,
    not_measured: Vec<NotMeasured>,
    start: Option<Start>,
    /// Null where nothing says that there was a sandbox.
    sandbox: Option<Sandbox>,
    transcript: Option<Transcript>,
}

#[derive(Serialize)]
struct Target {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_info: Option<Value>,
    /// The login that gave the credentials, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<Login>,
    /// What the record says of the server.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    record: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Login {
    grant: evidence::Grant,
    issuer: String,
    token_endpoint: String,
    scopes: Vec<String>,
    expires: Option<String>,
    frame: String,
}

impl Login {
    fn of((login, frame): &(evidence::Login, FrameId)) -> Self {
        Self {
            grant: login.grant,
            issuer: text(&login.issuer),
            token_endpoint: text(&login.token_endpoint),
            scopes: login.scopes.iter().map(|scope| text(scope)).collect(),
            expires: login.expires.as_deref().map(text),
            frame: frame.to_string(),
        }
    }
}

#[derive(Serialize)]
struct Exit {
    code: u8,
    all: Vec<u8>,
}

#[derive(Serialize)]
struct Coverage {
    facets_total: usize,
    observed: usize,
    attested: usize,
    contradicted: usize,
    missing: usize,
}

#[derive(Serialize)]
struct NotMeasured {
    what: String,
    why: String,
    remedy: String,
}

/// What is known of a failed start.
#[derive(Serialize)]
struct Start {
    what: String,
    /// Stable id of the first cause; null where none is plain.
    cause: Option<&'static str>,
    /// The same in one sentence.
    hint: Option<String>,
    /// The command to try next.
    #[serde(rename = "try")]
    attempt: Option<String>,
    /// Every cause that is plain, the one to mend first at the head.
    causes: Vec<Cause>,
    last: Vec<Line>,
}

#[derive(Serialize)]
struct Cause {
    id: &'static str,
    says: String,
    frames: Vec<String>,
}

impl Start {
    fn of(help: &StartHelp) -> Self {
        let causes: Vec<Cause> = help
            .causes
            .iter()
            .map(|(cause, frames)| Cause {
                id: cause.id(),
                says: text(&cause.says()),
                frames: frames.iter().map(ToString::to_string).collect(),
            })
            .collect();
        Self {
            what: text(&help.what),
            cause: causes.first().map(|cause| cause.id),
            hint: causes.first().map(|cause| cause.says.clone()),
            attempt: (!help.attempt.is_empty()).then(|| text(&help.attempt.join(" "))),
            causes,
            last: help
                .last
                .iter()
                .map(|(frame, line)| Line {
                    frame: frame.to_string(),
                    text: text(line),
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct Line {
    frame: String,
    text: String,
}

impl<'a> Document<'a> {
    pub(super) fn of(review: &'a Review, origin: Origin<'a>) -> Self {
        let facts = review.seen.as_ref().map(|seen| &seen.facts);
        Self {
            schema: "mcp-gatecheck/review/1",
            tool_version: origin.tool_version,
            taken_at: facts.map(|facts| text(&facts.header.started)),
            target: target(review),
            exit: exit(review),
            coverage: coverage(review),
            decision: decision(review),
            protocol: facts.map(Protocol::of),
            http: facts.and_then(Http::of),
            tools: Tools(review),
            resources: review
                .seen
                .iter()
                .flat_map(|seen| Resource::all(seen, evidence::Kind::Resource))
                .collect(),
            templates: review
                .seen
                .iter()
                .flat_map(|seen| Resource::all(seen, evidence::Kind::Template))
                .collect(),
            prompts: facts
                .into_iter()
                .flat_map(|facts| &facts.inventory.prompts)
                .map(Prompt::of)
                .collect(),
            server_requests: facts.map(ServerRequest::all).unwrap_or_default(),
            findings: Finding::all(review),
            probes: review
                .seen
                .iter()
                .flat_map(|seen| &seen.probes)
                .map(Probe::of)
                .collect(),
            not_measured: review
                .not_measured
                .iter()
                .map(|gap| NotMeasured {
                    what: text(&gap.what),
                    why: text(&gap.why),
                    remedy: text(&gap.remedy),
                })
                .collect(),
            start: facts
                .and_then(crate::start_help)
                .map(|help| Start::of(&help)),
            sandbox: facts
                .and_then(Conduct::of)
                .map(|conduct| Sandbox::of(&conduct)),
            transcript: review.seen.as_ref().map(|seen| Transcript {
                sha256: seen.facts.sha256.clone(),
                path: origin.transcript.map(str::to_owned),
            }),
        }
    }
}

fn target(review: &Review) -> Target {
    let record = review
        .input
        .record
        .iter()
        .flat_map(|record| record.server.iter().cloned())
        .collect();
    let Some(seen) = &review.seen else {
        return Target {
            kind: "record",
            command: None,
            url: None,
            server_info: None,
            login: None,
            record,
        };
    };
    let server_info = handshakes(&seen.facts)
        .find_map(|handshake| handshake.server_info.as_ref())
        .map(bounded);
    match &seen.facts.header.target {
        Probed::Stdio { command } => Target {
            kind: "stdio",
            command: Some(command.iter().map(|arg| text(arg)).collect()),
            url: None,
            server_info,
            login: None,
            record,
        },
        Probed::Http { url } => Target {
            kind: "http",
            command: None,
            url: Some(text(url)),
            server_info,
            login: seen.facts.login.as_ref().map(Login::of),
            record,
        },
    }
}

fn exit(review: &Review) -> Exit {
    let all: Vec<u8> = review.exits.iter().map(|exit| *exit as u8).collect();
    Exit {
        code: all.first().copied().unwrap_or(0),
        all,
    }
}

fn coverage(review: &Review) -> Coverage {
    let counted = review.decision.coverage();
    Coverage {
        facets_total: gate_engine::Facet::ALL.len(),
        observed: counted.observed,
        attested: counted.attested,
        contradicted: counted.contradicted,
        missing: counted.missing,
    }
}
