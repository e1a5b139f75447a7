//! The envelope of a JSON-RPC message.

use crate::json;
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// Members of one envelope that are told apart.
const MEMBERS: usize = 64;

/// A message with its payloads unread: they stay in the text that it was read from.
#[derive(Debug, Clone)]
pub(crate) struct Message<'t> {
    /// `jsonrpc`.
    pub(crate) version: Version,
    /// `id`.
    pub(crate) id: Id,
    /// `method`, where it is a string.
    pub(crate) method: Option<String>,
    /// `params` as sent.
    pub(crate) params: Option<&'t RawValue>,
    /// `result` as sent.
    pub(crate) result: Option<&'t RawValue>,
    /// `error` as sent.
    pub(crate) error: Option<&'t RawValue>,
    /// Members of the envelope that stand twice.
    pub(crate) twice: Vec<String>,
    /// Whether only its head was kept, so that payloads are missing.
    pub(crate) cut: bool,
    /// The whole of it, or its head.
    pub(crate) text: &'t str,
}

/// The `jsonrpc` member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Version {
    /// Exactly "2.0".
    Two,
    /// Not there.
    Missing,
    /// Something else, as sent.
    Other(String),
}

/// The `id` member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Id {
    /// Not there.
    Missing,
    /// `null`.
    Null,
    /// An integer.
    Number(i64),
    /// A string.
    Text(String),
    /// Anything else, as sent.
    Other(String),
}

impl Id {
    fn read(raw: &str) -> Self {
        if raw == "null" {
            Self::Null
        } else if let Ok(number) = serde_json::from_str(raw) {
            Self::Number(number)
        } else if let Ok(text) = serde_json::from_str(raw) {
            Self::Text(text)
        } else {
            Self::Other(crate::wire::short(raw))
        }
    }

    /// The ids of another JSON type that mean the same number or text.
    pub(crate) fn alike(&self) -> Option<Self> {
        match self {
            Self::Number(number) => Some(Self::Text(number.to_string())),
            Self::Text(text) => text.parse().ok().map(Self::Number),
            Self::Other(raw) => {
                let number: f64 = raw.parse().ok()?;
                // Written and read again, so that only whole numbers of sensible size come through.
                format!("{number:.0}")
                    .parse()
                    .ok()
                    .filter(|_| number.fract() == 0.0)
                    .map(Self::Number)
            }
            Self::Missing | Self::Null => None,
        }
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing => f.write_str("no id"),
            Self::Null => f.write_str("id null"),
            Self::Number(number) => write!(f, "id {number}"),
            Self::Text(text) => write!(f, "id \"{}\"", crate::wire::short(text)),
            Self::Other(raw) => write!(f, "id {raw}"),
        }
    }
}

impl<'t> Message<'t> {
    /// Reads a JSON object as a message. `None` where it is none (a JSON log line, say).
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        if !text.starts_with('{') {
            return None;
        }
        let (message, whole) = Self::of(text);
        let known = message.version != Version::Missing;
        let reply = message.id != Id::Missing && message.answers();
        let asks = message
            .method
            .as_deref()
            .is_some_and(|m| message.id != Id::Missing || m.starts_with("notifications/"));
        (whole && (known || reply || asks)).then_some(message)
    }

    /// Reads the head of a message that was cut off. `None` where neither its id stands in it nor the beginning of a
    /// result: many servers write the id last.
    pub(crate) fn head(text: &'t str) -> Option<Self> {
        let (mut message, _) = Self::of(text);
        message.cut = true;
        let result = message.method.is_none() && json::begins(text, "result");
        (message.id != Id::Missing || result).then_some(message)
    }

    /// The members before the end, or before what is no JSON; whether that is the end.
    fn of(text: &'t str) -> (Self, bool) {
        let mut message = Self {
            version: Version::Missing,
            id: Id::Missing,
            method: None,
            params: None,
            result: None,
            error: None,
            twice: Vec::new(),
            cut: false,
            text,
        };
        let mut seen = BTreeSet::new();
        let whole = json::each_member(text, |key, raw| {
            let text = raw.get();
            match &*key {
                "jsonrpc" if text == "\"2.0\"" => message.version = Version::Two,
                "jsonrpc" => message.version = Version::Other(crate::wire::short(text)),
                "id" => message.id = Id::read(text),
                "method" => message.method = serde_json::from_str(text).ok(),
                "params" => message.params = Some(raw),
                "result" => message.result = Some(raw),
                "error" => message.error = Some(raw),
                _ => {}
            }
            if seen.contains(&key) {
                if message.twice.len() < 20 {
                    message.twice.push(key.into_owned());
                }
            } else if seen.len() < MEMBERS {
                seen.insert(key);
            }
        });
        (message, whole)
    }

    /// Whether it has a result or an error.
    pub(crate) const fn answers(&self) -> bool {
        self.result.is_some() || self.error.is_some()
    }
}
