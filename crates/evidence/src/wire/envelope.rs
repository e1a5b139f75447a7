//! The envelope of a JSON-RPC message.

use crate::json;
use serde_json::value::RawValue;

/// A message with its payloads unread.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// `jsonrpc`.
    pub(crate) version: Version,
    /// `id`.
    pub(crate) id: Id,
    /// `method`, where it is a string.
    pub(crate) method: Option<String>,
    /// `params` as sent.
    pub(crate) params: Option<Box<RawValue>>,
    /// `result` as sent.
    pub(crate) result: Option<Box<RawValue>>,
    /// `error` as sent.
    pub(crate) error: Option<Box<RawValue>>,
    /// Members of the envelope that stand twice.
    pub(crate) twice: Vec<String>,
    /// Whether only its head was kept, so that payloads are missing.
    pub(crate) cut: bool,
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

impl Message {
    /// Reads a JSON object as a message. `None` where it is none (a JSON log line, say).
    pub(crate) fn read(text: &str) -> Option<Self> {
        if !text.starts_with('{') {
            return None;
        }
        Self::of(json::members(text)?)
    }

    /// Reads the head of a message that was cut off. `None` where its id does not stand in it.
    pub(crate) fn head(text: &str) -> Option<Self> {
        let mut message = Self::of_members(json::first_members(text));
        message.cut = true;
        (message.id != Id::Missing).then_some(message)
    }

    fn of(members: Vec<(String, &RawValue)>) -> Option<Self> {
        let message = Self::of_members(members);
        let known = message.version != Version::Missing;
        let reply = message.id != Id::Missing && message.answers();
        let asks = message
            .method
            .as_deref()
            .is_some_and(|m| message.id != Id::Missing || m.starts_with("notifications/"));
        (known || reply || asks).then_some(message)
    }

    fn of_members(members: Vec<(String, &RawValue)>) -> Self {
        let mut message = Self {
            version: Version::Missing,
            id: Id::Missing,
            method: None,
            params: None,
            result: None,
            error: None,
            twice: Vec::new(),
            cut: false,
        };
        let mut seen = std::collections::BTreeSet::new();
        for (key, raw) in members {
            let text = raw.get();
            match key.as_str() {
                "jsonrpc" if text == "\"2.0\"" => message.version = Version::Two,
                "jsonrpc" => message.version = Version::Other(crate::wire::short(text)),
                "id" => message.id = Id::read(text),
                "method" => message.method = serde_json::from_str(text).ok(),
                "params" => message.params = Some(raw.to_owned()),
                "result" => message.result = Some(raw.to_owned()),
                "error" => message.error = Some(raw.to_owned()),
                _ => {}
            }
            if !seen.insert(key.clone()) && message.twice.len() < 20 {
                message.twice.push(key);
            }
        }
        message
    }

    /// Whether it has a result or an error.
    pub(crate) const fn answers(&self) -> bool {
        self.result.is_some() || self.error.is_some()
    }
}
