//! How headers are written down: bounded, and without what is secret in them.

use crate::http::dress::SESSION;
use evidence::Headers;
use reqwest::header::{HeaderMap, SET_COOKIE};

/// Headers of one message that are written down.
const MANY: usize = 200;
/// Bytes of one value that are written down.
const LONG: usize = 4 << 10;

/// The headers as they are written down; `hide` takes out what we know to be secret, `id` tells of a session's id.
pub(crate) fn headers(
    all: &HeaderMap,
    hide: impl Fn(&str) -> String,
    mut id: impl FnMut(&[u8]) -> String,
) -> Headers {
    let mut shown: Headers = all
        .iter()
        .take(MANY)
        .map(|(name, value)| {
            let text = if value.is_sensitive() {
                "«redacted»".to_owned()
            } else if name == SESSION {
                id(value.as_bytes())
            } else if name == SET_COOKIE {
                cookie(&text(value.as_bytes()))
            } else {
                hide(&text(value.as_bytes()))
            };
            (name.as_str().to_owned(), text)
        })
        .collect();
    if let Some(more) = all.len().checked_sub(MANY).filter(|more| *more > 0) {
        shown.push(("…".to_owned(), format!("and {more} more")));
    }
    shown
}

/// A name of a header as it is written with capitals: `Mcp-Method`.
pub(crate) fn loud(name: &str) -> String {
    let mut first = true;
    let each = name.chars().map(|c| {
        let begins = std::mem::replace(&mut first, c == '-');
        if begins { c.to_ascii_uppercase() } else { c }
    });
    each.collect()
}

/// Bytes as text: each beyond ASCII is the character with its number, so that none is lost.
fn text(bytes: &[u8]) -> String {
    let head = bytes.get(..LONG).unwrap_or(bytes);
    let mut text: String = head.iter().map(|byte| char::from(*byte)).collect();
    if head.len() < bytes.len() {
        text.push('…');
    }
    text
}

/// A cookie without its value: name and attributes say how it is guarded.
fn cookie(value: &str) -> String {
    let (pair, attributes) = value
        .split_once(';')
        .map_or((value, None), |(p, a)| (p, Some(a)));
    let name = pair.split('=').next().unwrap_or_default();
    match attributes {
        Some(attributes) => format!("{name}=«redacted»;{attributes}"),
        None => format!("{name}=«redacted»"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{AUTHORIZATION, HeaderValue};

    #[test]
    fn secrets_are_not_shown() {
        let mut all = HeaderMap::new();
        let mut token = HeaderValue::from_static("Bearer abc");
        token.set_sensitive(true);
        all.insert(AUTHORIZATION, token);
        all.append(SET_COOKIE, HeaderValue::from_static("sid=abc; HttpOnly"));
        all.append("x-odd", HeaderValue::from_bytes(b"\xe9").unwrap());
        all.insert(SESSION, HeaderValue::from_static("abc"));
        let shown = headers(&all, str::to_owned, |id| format!("{} bytes", id.len()));
        let values: Vec<&str> = shown.iter().map(|(_, v)| v.as_str()).collect();
        assert_eq!(
            values,
            ["«redacted»", "sid=«redacted»; HttpOnly", "é", "3 bytes"]
        );
    }
}
