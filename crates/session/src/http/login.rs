//! Signing in, because the user asked for it: nothing else in this program POSTs to the endpoints of an authorization server.
//!
//! A [`Place`] is where a server's tokens come from, found with GET alone. A [`Plan`] says what would be sent where. Then comes
//! the person ([`Plan::open`], [`Waiting`]) or, for a client that speaks for itself, [`Plan::as_client`]; what comes of either is
//! a [`Login`]. Everything that the two servers say is bounded in size and time, and every address passes the same guard as
//! metadata do.

mod callback;
mod client;
mod fetch;
mod place;
mod plan;
mod server;
mod token;

pub use client::{Client, Proof};
pub use place::Place;
pub use plan::{Plan, Waiting};
pub use token::Login;

use serde::{Deserialize, Serialize};

/// Characters of a server's words that are told.
const WORDS: usize = 200;
/// Bytes of a list of scopes.
const SCOPES: usize = 4 << 10;
/// Bytes of a URL or an id that a server gives us.
const NAME: usize = 2 << 10;

/// Why nobody was signed in. The words may be shown on a terminal: what is a server's in them is escaped and short.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody said no, or said what must not be trusted.
    #[error("{0}")]
    Refused(String),
    /// A server could not be reached, or did not answer in time.
    #[error("{0}")]
    Unreachable(String),
    /// This machine gave no port, no random numbers or no HTTP client.
    #[error("{0}")]
    Ours(String),
}

fn refused<T>(why: impl Into<String>) -> Result<T, Error> {
    Err(Error::Refused(why.into()))
}

/// A value that is written to the user's own file and sent where it belongs, and shown nowhere.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a value that must not be shown.
    #[must_use]
    pub const fn new(value: String) -> Self {
        Self(value)
    }

    fn bare(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("«secret»")
    }
}

/// A server's words as a person may see them.
fn quoted(words: &str) -> String {
    let mut head: String = words.chars().take(WORDS).collect();
    if head.len() < words.len() {
        head.push('…');
    }
    format!("“{}”", head.escape_debug())
}

/// The scopes in a text: the characters of one are ASCII that can be seen (RFC 6749, 3.3), so they may be shown as they are.
///
/// # Errors
/// A word that is no scope, or more than 4 KiB of them.
pub fn scopes(text: &str) -> Result<Vec<String>, Error> {
    if text.len() > SCOPES {
        return refused("more than 4 KiB of scopes are too many");
    }
    let mut all = Vec::new();
    for word in text.split_ascii_whitespace() {
        let fine = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
        if !word.bytes().all(fine) {
            return refused(format!("{} is no scope", quoted(word)));
        }
        if !all.iter().any(|known| known == word) {
            all.push(word.to_owned());
        }
    }
    Ok(all)
}

/// A value that nobody can guess.
fn random() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Ours(format!("no random numbers: {error}")))?;
    Ok(base64url(&bytes))
}

fn base64url(bytes: &[u8]) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_words_that_can_be_shown() {
        assert_eq!(scopes("a:b  c a:b").unwrap(), ["a:b", "c"]);
        assert!(scopes("").unwrap().is_empty());
        for wrong in ["a\u{1b}[2J", "ä", "a\"b", "a\\b"] {
            let error = scopes(wrong).unwrap_err().to_string();
            assert!(error.is_ascii() || !error.contains('\u{1b}'), "{error}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = Secret::new("abc".to_owned());
        assert_eq!(format!("{secret:?}"), "«secret»");
    }

    #[test]
    fn words_are_escaped_and_short() {
        assert_eq!(quoted("no\u{1b}[31m"), "“no\\u{1b}[31m”");
        assert!(quoted(&"x".repeat(9999)).chars().count() < 210);
    }
}
