//! Values that have the right type and are not what they must be.

use crate::{Finding, Severity, say};
use evidence::Item;
use serde_json::Value;

/// What is odd about the values of a resource or a template.
pub(super) fn odd(item: &Item) -> Vec<Finding> {
    let raw = item.raw.value();
    let text = |pointer: &str| raw.pointer(pointer).and_then(Value::as_str);
    let mut findings = Vec::new();
    let mut odd = |pointer: &str, message: String| {
        findings.push(Finding::on(item, Severity::Warning, message).inside(pointer));
    };
    if let Some(media) = text("/mimeType").filter(|media| !is_media_type(media)) {
        let message = format!("{} is no media type.", say::quote(media));
        odd("/mimeType", message);
    }
    let size = raw.get("size").and_then(Value::as_f64);
    if size.is_some_and(|size| size < 0.0) {
        odd("/size", "Its size is negative.".to_owned());
    }
    let modified = "/annotations/lastModified";
    if let Some(date) = text(modified).filter(|date| !is_date(date)) {
        odd(
            modified,
            format!("{} is no date of ISO 8601.", say::quote(date)),
        );
    }
    findings
}

/// `text/html;profile=x`. Source: RFC 9110, 8.3.1; parameters are not looked at.
fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let token = |part: &str| {
        let legal = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        !part.is_empty() && part.bytes().all(legal)
    };
    essence
        .split_once('/')
        .is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

/// A calendar date, with or without a time. Source: ISO 8601; RFC 3339 lets a space stand before the time.
fn is_date(text: &str) -> bool {
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at), text.get(at + 1..)),
        None => (Some(text), None),
    };
    let digits =
        |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let date = date.unwrap_or_default();
    let calendar = match date.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => digits(year, 4) && digits(month, 2) && digits(day, 2),
        [year, month] => digits(year, 4) && digits(month, 2),
        [whole] => digits(whole, 4) || digits(whole, 8),
        _ => false,
    };
    let clock = |time: &str| {
        time.starts_with(|c: char| c.is_ascii_digit())
            && time.bytes().all(|b| {
                b.is_ascii_digit() || matches!(b, b':' | b'.' | b',' | b'+' | b'-' | b'Z' | b'z')
            })
    };
    calendar && time.is_none_or(clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_and_dates() {
        for media in [
            "text/plain",
            "text/html;profile=mcp-app",
            "application/vnd.api+json; charset=utf-8",
        ] {
            assert!(is_media_type(media), "{media}");
        }
        for media in ["", "text", "text/", "a/b/c", "plain text/x"] {
            assert!(!is_media_type(media), "{media}");
        }
        for date in [
            "2025-01-12T15:00:58Z",
            "2025-01-12",
            "2025-01",
            "20250112T150058Z",
            "2025-01-12 15:00:58.123+02:00",
        ] {
            assert!(is_date(date), "{date}");
        }
        for date in [
            "",
            "yesterday",
            "12.1.2025",
            "2025/01/12",
            "2025-01-12Tnoon",
            "1736694058",
        ] {
            assert!(!is_date(date), "{date}");
        }
    }
}
