//! What the prober writes down about its own doing: the text of frames from `prober`.

use crate::conduct::{Deed, Fence, Install, Usage};
use serde::{Deserialize, Serialize};

/// One thing that the prober did or saw. JSON with the kind in `event`; readers pass over kinds that they do not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// How far this run goes: the first frame of a run. A run without it asked everything but about names.
    Scope {
        /// How far the questions go.
        reach: Reach,
        /// Whether the server is started only once.
        quick: bool,
    },
    /// A start of the server. The first frame of each stdio session.
    Start {
        /// What this connection declares, so that a reader knows the variant before the first message.
        variant: Variant,
        /// Names of the environment variables that the server got (never their values).
        #[serde(default)]
        env: Vec<String>,
        /// What is known of the program behind the command.
        program: Option<Program>,
    },
    /// A connection over HTTP begins. The first frame of each such session, as `start` is of the others.
    Connect {
        /// What this connection declares.
        variant: Variant,
        /// Who we are on it.
        caller: Caller,
        /// The transport that is spoken.
        transport: Transport,
    },
    /// How an exchange over HTTP ended, where its response does not say it: of a stream, always.
    Ended {
        /// Which exchange.
        exchange: u32,
        /// How.
        how: Ending,
        /// The words of the library or the system.
        error: Option<String>,
    },
    /// The credentials are those of a login that the user asked for. Before the first connection.
    Login(Login),
    /// Signing in as the user asked came to nothing, so that no connection was made. In its place.
    NotSignedIn(NotSignedIn),
    /// A document that was not fetched, because its address is one that nobody should be sent to.
    Withheld {
        /// Its URL.
        url: String,
        /// Why.
        why: String,
    },
    /// A certificate that was shown to us. Once for each connection that saw it.
    Tls(Tls),
    /// Requests of this connection go through a proxy that the environment names.
    Proxy {
        /// Its URL, without credentials.
        url: String,
    },
    /// The command could not be started at all.
    SpawnFailed {
        /// The operating system's words.
        error: String,
    },
    /// A question begins: the frames from here to the next `question`, `list` or `closing` of the session belong to it.
    Question {
        /// Which: `unknown-method`, `bad-params`, `junk-line` …; `alive:` before it asks whether the server lived on.
        id: String,
    },
    /// A listing begins: why it is made.
    List {
        /// `first`, `again` (same connection, to compare) or `changed` (after `list_changed`).
        why: String,
    },
    /// A cap was hit: what lies beyond it was counted and digested, not judged.
    Cap {
        /// Which: `pages`, `items`, `bytes`, `message`, `depth`, `stderr`, `frames`, `notifications`.
        what: String,
        /// Its value.
        limit: u64,
        /// The list method that it ended, where it did.
        method: Option<String>,
    },
    /// A deadline passed.
    Deadline {
        /// Which: `start`, `request`, `prompt` (an answer that takes no work), `run`, `exit`.
        what: String,
        /// Its length in milliseconds.
        after_ms: u64,
        /// The method that was waited for, where one was.
        method: Option<String>,
    },
    /// The server's output ended without a newline: the last line from it was not finished.
    Unterminated,
    /// The prober closes the server's standard input: the end of a session begins.
    Closing,
    /// The prober sends a signal to the process group.
    Signal {
        /// `TERM` or `KILL`.
        name: String,
    },
    /// The server's process ended.
    Exit {
        /// Its exit code, where it exited.
        code: Option<i32>,
        /// The signal that ended it, where one did.
        signal: Option<i32>,
        /// Whether it ended before the prober began to close the session.
        unasked: bool,
        /// Milliseconds from closing its standard input to its end; 0 where it ended unasked.
        after_ms: u64,
    },
    /// Processes that were left after the group was gone; all were killed.
    Left {
        /// Their command lines, escaped and shortened.
        processes: Vec<String>,
    },
    /// How this start is fenced in. Follows `start`.
    Fence(Fence),
    /// Something that the server did on this connection, as the sandbox noticed it. Written after its end.
    Deed(Deed),
    /// What this start used. Follows the last deed.
    Usage(Usage),
    /// A package was installed, or was found in the cache, before the first start.
    Install(Install),
    /// The official SDK's opinion of this connection. Recorded, because a replay cannot ask again.
    Sdk {
        /// Name and version: `rmcp 3.11.0`.
        sdk: String,
        /// Whether it would have accepted everything it was shown.
        accepts: bool,
        /// What it refused, each with the method and the item, where one item breaks it.
        refuses: Vec<Refusal>,
    },
    /// The run ended early on the user's request.
    Interrupted,
    /// Something failed on our side; never charged to the server.
    Ours {
        /// What, in one sentence.
        error: String,
    },
}

/// What a connection declares: the client variants that an inventory is the union of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variant {
    /// `server/discover` of 2026-07-28, with everything declared in each request's `_meta`.
    Discover,
    /// `initialize`, with sampling, elicitation and roots declared.
    Declared,
    /// `initialize`, with nothing declared.
    Bare,
    /// A connection for odd messages only: nothing is listed on it, and what becomes of it says nothing of the others.
    Questions,
}

impl Variant {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Discover => "discover",
            Self::Declared => "declared",
            Self::Bare => "bare",
            Self::Questions => "questions",
        }
    }
}

/// Who we are to a server over HTTP.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Caller {
    /// Nobody: no credential is shown.
    #[default]
    Anonymous,
    /// Whoever the given credentials stand for.
    SignedIn,
}

/// A login that gave the credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// How the token was had.
    pub grant: Grant,
    /// Who gave it.
    pub issuer: String,
    /// Where it was asked for: nothing else was POSTed to, and this only where the token was not kept from before.
    pub token_endpoint: String,
    /// What it is for. Empty: nobody says.
    pub scopes: Vec<String>,
    /// When it ends (RFC 3339); none where nobody says.
    pub expires: Option<String>,
}

/// Why nobody was signed in before the first connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSignedIn {
    /// How a token was to be had.
    pub grant: Grant,
    /// Whether somebody said no, or said what must not be trusted. Else nobody was reached in time.
    pub refused: bool,
    /// Why: the words for the user.
    pub why: String,
}

/// How a token was had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// It was kept from an earlier login, with a person: nothing was sent to the authorization server.
    Kept,
    /// The earlier login was renewed.
    Renewed,
    /// A client spoke for itself (RFC 6749, 4.4).
    ClientCredentials,
}

/// The transports over HTTP.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// One endpoint that takes POST: since 2025-03-26.
    #[default]
    Streamable,
    /// HTTP+SSE of 2024-11-05: a stream that names the endpoint to POST to.
    Sse,
}

/// How an exchange over HTTP ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// No connection came about: the name, the address, the port or TLS.
    Unreachable,
    /// The connection broke, or what came was no HTTP.
    Broken,
    /// Nothing came for too long.
    Silent,
    /// A cap was hit: no more of it is read.
    Capped,
    /// We ended it: nothing more was to be waited for.
    Left,
    /// The server ended its stream.
    Closed,
}

/// A certificate that a server showed, and what came of looking at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tls {
    /// The name that it had to be for.
    pub host: String,
    /// `TLSv1_3`, `TLSv1_2`; none where it was refused before that was settled.
    pub version: Option<String>,
    /// Who signed it.
    pub issuer: String,
    /// Whom it names.
    pub subject: String,
    /// The names and addresses that it is for.
    pub names: Vec<String>,
    /// When it begins to hold: RFC 3339.
    pub not_before: String,
    /// When it ends to hold: RFC 3339.
    pub not_after: String,
    /// Why it is not trusted; none where it is.
    pub refused: Option<String>,
    /// Whether we went on in spite of that, because we were told to.
    pub insecure: bool,
}

/// How far a run's questions go beyond the handshake and the lists.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// No further: nothing is sent but the handshake and the lists.
    Listing,
    /// Odd messages, none of which names anything that the server could look up.
    #[default]
    Questions,
    /// Also calls of tools, prompts, resources and tasks that do not exist: a gateway might pass them on.
    Protocol,
}

impl Reach {
    /// The spelling used outside.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Questions => "questions",
            Self::Protocol => "protocol",
        }
    }
}

/// What is known of the program behind a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The file that runs, after links were followed.
    pub path: String,
    /// Digests of the program's files: the file that runs, and each argument that is a file. Path and SHA-256.
    pub files: Vec<(String, String)>,
    /// The package that it belongs to, where a manifest beside it says so: kind (`npm`, `pypi`), name, version.
    pub package: Option<(String, String, String)>,
    /// The package reference in the command itself (`npx -y NAME@VERSION`): kind, name, exact version where one is given.
    pub requested: Option<(String, String, Option<String>)>,
}

/// One thing that the official SDK would not take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The request that it is about.
    pub method: String,
    /// The item that breaks it (`tools/3`), where one does.
    pub item: Option<String>,
    /// What would happen: `handshake fails`, `whole page lost`, `waits forever`, `silently dropped`.
    pub consequence: String,
    /// The SDK's words, shortened.
    pub says: String,
}
