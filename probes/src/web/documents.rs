//! What a server, and whoever issues tokens for it, say about signing in.

use super::{Http, Seen};
use evidence::http::Challenge;
use evidence::limits::BODY_BYTES;
use serde_json::Value;

/// The questions in whose course they were fetched.
pub(super) const RESOURCE: &str = "resource-metadata";
pub(super) const SERVER: &str = "server-metadata";

/// A document that came with success.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) seen: Seen<'a>,
    /// What it says; null where it is no JSON, or was not kept whole.
    pub(crate) says: Value,
}

impl Document<'_> {
    /// A member that is a string.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.says.get(name)?.as_str()
    }

    /// The strings of a member that is a list.
    pub(crate) fn texts(&self, name: &str) -> Vec<&str> {
        let list = self.says.get(name).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Whether it is longer than what is kept.
    pub(crate) const fn is_long(&self) -> bool {
        self.seen.came.size > BODY_BYTES as u64
    }
}

impl<'a> Http<'a> {
    /// The metadata of the protected resource (RFC 9728), each that came with success.
    pub(crate) fn resource_documents(&self) -> Vec<Document<'a>> {
        self.documents(RESOURCE)
    }

    /// The metadata of its authorization servers (RFC 8414, OpenID Connect).
    pub(crate) fn server_documents(&self) -> Vec<Document<'a>> {
        self.documents(SERVER)
    }

    fn documents(&self, id: &str) -> Vec<Document<'a>> {
        let read = |seen: Seen<'a>| Document {
            says: serde_json::from_str(&seen.came.body).unwrap_or_default(),
            seen,
        };
        let came = self.put(id).into_iter();
        came.filter(Seen::success).map(read).collect()
    }

    /// Every challenge of a refusal to a caller without credentials.
    pub(crate) fn challenges(&self) -> Vec<(Seen<'a>, Challenge)> {
        let refused = self.of_endpoint().filter(|seen| seen.came.status == 401);
        let read = |seen: Seen<'a>| {
            let value = seen.came.header("www-authenticate").unwrap_or_default();
            Challenge::read(value)
                .into_iter()
                .map(move |challenge| (seen, challenge))
        };
        refused.flat_map(read).collect()
    }
}
