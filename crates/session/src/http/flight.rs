//! One exchange in flight: the head of its response, then its body piece by piece, each within its time.

use futures_util::future::AbortHandle;
use reqwest::header::HeaderMap;
use reqwest::{Client, Request, Response};
use std::error::Error as _;
use std::time::Duration;
use tokio::time::timeout;

/// How long the head of a response may take. Requests have their own, shorter patience.
const HEAD: Duration = Duration::from_secs(60);
/// How long a stream or a body may pause.
const PAUSE: Duration = Duration::from_secs(60);
/// Characters of an error's words that are kept.
const WORDS: usize = 400;

/// What came of an exchange next.
pub(crate) enum Came {
    /// The head of the response.
    Head(Response),
    /// A piece of the body, never empty.
    Piece(Response, Vec<u8>),
    /// The end of the body.
    End,
    /// It failed.
    Failed(Failure),
}

/// Why an exchange failed.
pub(crate) struct Failure {
    pub(crate) how: evidence::Ending,
    pub(crate) words: String,
}

/// A response's head, as it is written down.
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) version: String,
    pub(crate) peer: Option<String>,
    pub(crate) headers: HeaderMap,
}

impl Head {
    pub(crate) fn of(response: &Response) -> Self {
        Self {
            status: response.status().as_u16(),
            version: format!("{:?}", response.version()),
            peer: response.remote_addr().map(|a| a.to_string()),
            headers: response.headers().clone(),
        }
    }

    /// Whether the body is a stream of events.
    pub(crate) fn is_stream(&self) -> bool {
        let kind = self.headers.get(reqwest::header::CONTENT_TYPE);
        let kind = kind
            .map(reqwest::header::HeaderValue::as_bytes)
            .unwrap_or_default();
        let essence = kind.split(|b| *b == b';').next().unwrap_or_default();
        essence
            .trim_ascii()
            .eq_ignore_ascii_case(b"text/event-stream")
    }

    /// Whether the body is packed, though nothing packed was asked for: it is not unpacked.
    pub(crate) fn is_packed(&self) -> bool {
        let encoding = self.headers.get(reqwest::header::CONTENT_ENCODING);
        encoding.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
    }

    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }
}

/// Sends a request; resolves with the head of its response.
pub(crate) async fn head(client: Client, request: Request) -> Came {
    match timeout(HEAD, client.execute(request)).await {
        Ok(Ok(response)) => Came::Head(response),
        Ok(Err(error)) => Came::Failed(failure(error)),
        Err(_) => Came::Failed(silent(HEAD)),
    }
}

/// The next piece of a body.
pub(crate) async fn more(mut response: Response) -> Came {
    loop {
        match timeout(PAUSE, response.chunk()).await {
            Ok(Ok(Some(piece))) if piece.is_empty() => {}
            Ok(Ok(Some(piece))) => return Came::Piece(response, piece.to_vec()),
            Ok(Ok(None)) => return Came::End,
            Ok(Err(error)) => return Came::Failed(failure(error)),
            Err(_) => return Came::Failed(silent(PAUSE)),
        }
    }
}

fn silent(after: Duration) -> Failure {
    Failure {
        how: evidence::Ending::Silent,
        words: format!("nothing came for {} s", after.as_secs()),
    }
}

fn failure(error: reqwest::Error) -> Failure {
    let how = if error.is_connect() {
        evidence::Ending::Unreachable
    } else {
        evidence::Ending::Broken
    };
    let error = error.without_url();
    let (mut chain, mut cause) = (vec![error.to_string()], error.source());
    while let Some(deeper) = cause {
        chain.push(deeper.to_string());
        cause = deeper.source();
    }
    let words = innermost(&chain);
    Failure {
        how,
        words: words.chars().take(WORDS).collect(),
    }
}

/// What the deepest of these errors say: those around them only say that something failed.
fn innermost(chain: &[String]) -> String {
    const AROUND: [&str; 3] = [
        "error sending request",
        "client error (",
        "error decoding response body",
    ];
    let around = |says: &&String| AROUND.iter().any(|word| says.starts_with(word));
    let mut words: Vec<&str> = Vec::new();
    for says in chain.iter().filter(|says| !around(says)) {
        if !words.iter().any(|word| word.contains(says.as_str())) {
            words.push(says);
        }
    }
    match words.is_empty() {
        true => chain.last().cloned().unwrap_or_default(),
        false => words.join(": "),
    }
}

/// Ends what is in flight when dropped.
pub(crate) struct Leash(pub(crate) AbortHandle);

impl Drop for Leash {
    fn drop(&mut self) {
        self.0.abort();
    }
}
