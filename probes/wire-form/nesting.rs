use crate::{Finding, Severity};
use evidence::{Body, Facts, FrameId, Session};
use serde_json::Value;

/// Nesting that every client reads; many stop at twice as much. The deepest message in use today has 22.
const DEPTH: usize = 64;

/// The first message that is nested deeper than some clients read. What nobody reads is a fault by itself.
pub(super) fn deep(facts: &Facts) -> Option<Finding> {
    let (frame, depth) = facts
        .sessions
        .iter()
        .flat_map(payloads)
        .find(|(_, depth)| *depth > DEPTH)?;
    let message =
        format!("A message is nested {depth} deep; some clients read no more than {DEPTH}.");
    Some(
        Finding::on_server(Severity::Warning, message)
            .inside("/wire/nesting")
            .at([frame]),
    )
}

/// What messages hold, with how deep it goes.
fn payloads(session: &Session) -> impl Iterator<Item = (FrameId, usize)> {
    let items = session.listings.iter().flat_map(|listing| &listing.items);
    let items = items.map(|item| {
        let base = item.at.pointer.matches('/').count();
        (item.at.frame, base + text_nesting(item.raw.text()))
    });
    let replies = session
        .exchanges
        .iter()
        .filter_map(|exchange| exchange.reply.as_ref());
    let replies = replies.filter_map(|reply| match &reply.body {
        Body::Result(value) | Body::Error { raw: value, .. } => {
            Some((reply.frame, 1 + nesting(value)))
        }
        Body::Unreadable(_) => None,
    });
    let requests = session
        .server_requests
        .iter()
        .map(|request| (request.frame, 1 + nesting(&request.params)));
    let told = session
        .notifications
        .iter()
        .map(|told| (told.frame, 1 + nesting(&told.params)));
    items.chain(replies).chain(requests).chain(told)
}

/// How many objects and lists stand in each other.
fn nesting(value: &Value) -> usize {
    let mut deepest = 0;
    let mut rest = vec![(value, 1)];
    while let Some((value, depth)) = rest.pop() {
        let members: Vec<&Value> = match value {
            Value::Array(list) => list.iter().collect(),
            Value::Object(members) => members.values().collect(),
            _ => continue,
        };
        deepest = deepest.max(depth);
        rest.extend(members.into_iter().map(|value| (value, depth + 1)));
    }
    deepest
}

/// The same of JSON text.
fn text_nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let (mut inside, mut escaped) = (false, false);
    for b in text.bytes() {
        match b {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b'{' | b'[' if !inside => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !inside => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_value_are_nested_alike() {
        for text in ["1", "[]", r#"{"a[{": ["\"[", {"b": []}], "c": {}}"#] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(text_nesting(text), nesting(&value), "{text}");
        }
    }
}
