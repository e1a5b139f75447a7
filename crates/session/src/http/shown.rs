//! How headers and session ids are written down: bounded, and without what is secret in them.

use crate::lines::Running;
use evidence::Headers;
use reqwest::header::{HeaderMap, SET_COOKIE};

/// Headers of one message that are written down.
const MANY: usize = 200;
/// Bytes of one value that are written down.
const LONG: usize = 4 << 10;

/// The headers as they are written down; `hide` takes out what we know to be secret.
pub(crate) fn headers(all: &HeaderMap, hide: impl Fn(&str) -> String) -> Headers {
    let mut shown: Headers = all
        .iter()
        .take(MANY)
        .map(|(name, value)| {
            let text = if value.is_sensitive() {
                "«redacted»".to_owned()
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

/// What is written in a session id's place: how long it is, what it is made of, and by what it is told from others.
pub(crate) fn describe(id: &[u8]) -> String {
    let of = |class: fn(&u8) -> bool, name: &'static str| id.iter().any(class).then_some(name);
    let made: Vec<&str> = [
        of(u8::is_ascii_digit, "0-9"),
        of(|b| matches!(b, b'a'..=b'f'), "a-f"),
        of(|b| matches!(b, b'g'..=b'z'), "g-z"),
        of(u8::is_ascii_uppercase, "A-Z"),
        of(u8::is_ascii_punctuation, "signs"),
        of(|b| !b.is_ascii_graphic(), "others"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let digest = Running::of(id).cut().sha256;
    let digest = digest.get(..12).unwrap_or_default();
    format!(
        "«session:{} bytes of {}:{digest}»",
        id.len(),
        made.join(" ")
    )
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
        let shown = headers(&all, str::to_owned);
        let values: Vec<&str> = shown.iter().map(|(_, v)| v.as_str()).collect();
        assert_eq!(values, ["«redacted»", "sid=«redacted»; HttpOnly", "é"]);
    }

    #[test]
    fn a_session_id_is_described() {
        let said = describe(b"0b9e-ff");
        assert!(
            said.starts_with("«session:7 bytes of 0-9 a-f signs:"),
            "{said}"
        );
    }
}
