//! What a script may say about HTTP. Everything has a default; the default is good behaviour.

use super::Authority;
use crate::{Text, When};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How a server is served over HTTP.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Which transport it speaks.
    pub transport: Transport,
    /// Whether it answers requests with event streams, and not with JSON.
    pub streams: bool,
    /// Whether a stream ends before the answer, which waits for whoever resumes it. Only after `initialize`.
    pub polls: bool,
    /// Whether it keeps no session of the era with `initialize`.
    pub stateless: bool,
    /// Its session ids; `{{count}}` numbers them. By default 128 bits that nobody can guess.
    pub session_id: Option<Text>,
    /// Where the older transport wants its messages; by default a path with the session's id, which `{{id}}` stands for.
    pub endpoint: Option<Text>,
    /// The checks that it does not make.
    pub omits: Vec<Check>,
    /// What stands in the head of each response besides.
    pub headers: BTreeMap<String, Text>,
    /// How callers sign in; left out: they need not.
    pub sign_in: Option<SignIn>,
    /// What certificate it has; left out: it speaks plain HTTP.
    pub tls: Option<Certificate>,
    /// Where it departs from good behaviour: the first rule that fits a request decides.
    #[serde(rename = "on")]
    pub rules: Vec<HttpRule>,
}

/// A transport of the protocol over HTTP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// One endpoint that requests are posted to.
    #[default]
    Streamable,
    /// The one before: an event stream that names an endpoint, and then carries all that the server says.
    Sse,
}

/// What a good server makes sure of, in the order in which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Names of headers are the same in any case; otherwise only small letters count.
    HeaderCase,
    /// The `Host` is its own: 403.
    Host,
    /// The `Origin`, where there is one, is its own: 403.
    Origin,
    /// The path leads somewhere: 404.
    Path,
    /// The verb fits the path: 405.
    Verb,
    /// The caller has a token: 401.
    Token,
    /// The token is one of its own: 401.
    TokenValue,
    /// A token in the query string is none; otherwise any there will do.
    QueryToken,
    /// A session's id signs nobody in.
    SessionToken,
    /// The body is declared as JSON: 415.
    ContentType,
    /// The caller takes JSON and event streams: 406.
    Accept,
    /// The header's revision is one that it speaks: 400.
    Version,
    /// A request of the modern era has its revision in the header too: 400 and -32020.
    VersionHeader,
    /// … and its method: 400 and -32020.
    MethodHeader,
    /// … and the name of what it asks for: 400 and -32020.
    NameHeader,
    /// A message has the form of one: 400 and -32700 or -32600; otherwise that is said with 200.
    Form,
    /// A request of the modern era has what each needs in `_meta`: 400 and -32602; otherwise that is said with 200.
    Meta,
    /// A message is of a revision that it speaks: 400 and -32022; otherwise that is said with 200.
    Revision,
    /// Only 2025-03-26 has batches: 400 and -32600.
    Batch,
    /// There is a session's id: 400.
    Session,
    /// The session is one that it began: 404.
    UnknownSession,
    /// The session was not ended: 404.
    EndedSession,
    /// A new session's id is the server's choice; otherwise the caller's is taken.
    NewSession,
}

/// How callers sign in: with a bearer token of a server that its metadata names.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignIn {
    /// The one token that it takes.
    pub token: String,
    /// `WWW-Authenticate` of its refusals, in place of a good one. Empty: none.
    pub challenge: Option<Text>,
    /// The metadata of the protected resource (RFC 9728).
    pub protected_resource: Document,
    /// The metadata of the authorization server (RFC 8414), which is this server itself.
    pub authorization_server: Document,
    /// How that lets callers in; left out: it refuses everybody.
    pub authority: Option<Authority>,
}

/// How a document differs from a good one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    /// Members that are missing.
    pub without: Vec<String>,
    /// Members that are there, or different; `{{base}}` in them is replaced.
    pub set: Map<String, Value>,
}

/// The certificate that a server shows, if any: of an authority made for this server, unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certificate {
    /// One for 127.0.0.1, ::1 and localhost, valid for 90 days.
    Good,
    /// It ends in three days.
    Soon,
    /// It ended in 2021.
    Expired,
    /// It begins in 2090.
    Early,
    /// It is for another name.
    WrongName,
    /// It is of an authority that nobody is told of.
    UnknownAuthority,
    /// It vouches for itself.
    SelfSigned,
    /// It speaks plain HTTP, where its address says TLS.
    None,
    /// It takes connections and never says anything.
    Silent,
}

/// A departure from good behaviour. What a good server would do is done first; what it would say is replaced. A rule that names a verb, a
/// path or a method is for what a good server takes, unless it says what is `refused` or `answered`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpRule {
    /// The verb; left out: any.
    pub verb: Option<String>,
    /// The path; left out: the protocol's endpoint.
    pub path: Option<String>,
    /// The protocol's method in the body; left out: any, or none.
    pub method: Option<String>,
    /// Only for clients like this.
    pub when: Option<When>,
    /// Only where a good server refuses for this reason.
    pub refused: Option<Check>,
    /// Only where a good server answers with this status.
    pub answered: Option<u16>,
    /// From this fitting request on, counted from 1 in the server's life.
    pub from: Option<u64>,
    /// Up to this fitting request, itself included.
    pub until: Option<u64>,
    /// What happens instead of the answer. Empty: the connection is closed.
    #[serde(rename = "do")]
    pub steps: Vec<HttpStep>,
}

/// One thing that a server does with a connection. After anything but an answer or a reply of the right length, it closes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HttpStep {
    /// Answers as a good server would.
    Answer,
    /// Answers as a good server would, but for what is said here.
    Reply(Reply),
    /// Writes exactly these bytes; `{{answer}}` is the body that a good server would send.
    Raw(Text),
    /// Does these steps over and over; `{{n}}` is the number of the round.
    Repeat {
        /// How often; for ever where this is left out.
        #[serde(default = "for_ever")]
        times: u64,
        /// The steps.
        #[serde(rename = "do")]
        steps: Vec<HttpStep>,
    },
    /// Writes this byte by byte.
    Trickle {
        /// The bytes.
        raw: Text,
        /// How long it waits after each, in milliseconds.
        every_ms: u64,
    },
    /// Answers with this text, so many times one after the other, compressed.
    Gzip {
        /// The text.
        text: Text,
        /// How often.
        times: u64,
    },
    /// Writes this as a body in chunks.
    Chunks {
        /// The body.
        text: Text,
        /// The length of each chunk but the last, in bytes.
        of: std::num::NonZeroUsize,
    },
    /// Waits, in milliseconds.
    WaitMs(u64),
    /// Does nothing for an hour.
    Hang,
    /// Resets the connection.
    Reset,
}

/// How an answer differs from a good one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reply {
    /// The status.
    pub status: Option<u16>,
    /// Headers that are there, or different. With a `content-length` or a `transfer-encoding` of their own the body is written as it is.
    pub headers: BTreeMap<String, Text>,
    /// Headers that are missing.
    pub without: Vec<String>,
    /// The body.
    pub body: Option<Text>,
}

impl Http {
    /// Whether it makes this check.
    pub(crate) fn makes(&self, check: Check) -> bool {
        !self.omits.contains(&check)
    }
}

impl Default for SignIn {
    fn default() -> Self {
        Self {
            token: "scripted-token".to_owned(),
            challenge: None,
            protected_resource: Document::default(),
            authorization_server: Document::default(),
            authority: None,
        }
    }
}

fn for_ever() -> u64 {
    u64::MAX
}
