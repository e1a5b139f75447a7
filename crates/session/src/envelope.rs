//! The little of a message that the session has to read itself: everything else stays raw.
//!
//! Members are skipped over, not evaluated, so this reads what stock parsers cannot: nesting of any depth, numbers
//! beyond floating point, keys that occur twice (the last counts), lone surrogates.

use evidence::limits::MESSAGES;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The named members of a JSON object, or `None` where the text is no object.
pub(crate) fn members<'a, const N: usize>(
    text: &'a str,
    names: [&str; N],
) -> Option<[Option<&'a RawValue>; N]> {
    let mut json = serde_json::Deserializer::from_str(text);
    let found = json.deserialize_map(Pick(names)).ok()?;
    json.end().ok()?;
    Some(found)
}

/// A message without the marks that some servers put around it: a byte order mark, a carriage return.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    evidence::text(bytes.trim_ascii()).0
}

/// Number of elements of a JSON array, or `None` where it is none.
pub(crate) fn count(raw: &RawValue) -> Option<usize> {
    struct Count;
    impl<'de> Visitor<'de> for Count {
        type Value = usize;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an array")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<usize, A::Error> {
            let mut n = 0;
            while seq.next_element::<IgnoredAny>()?.is_some() {
                n += 1;
            }
            Ok(n)
        }
    }
    serde_json::Deserializer::from_str(raw.get())
        .deserialize_seq(Count)
        .ok()
}

/// What a message is to the session.
#[derive(Debug)]
pub(crate) enum Message<'a> {
    /// Something with a method and an id.
    Request {
        id: &'a RawValue,
        method: Cow<'a, str>,
    },
    /// Something with a method only.
    Notification { method: Cow<'a, str> },
    /// Something without a method.
    Reply { id: ReplyId, error: bool },
    /// Several messages, in an array or one after the other.
    Batch(Vec<&'a RawValue>),
    /// Anything else.
    Noise,
}

/// The id of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReplyId {
    /// A number of ours; also where it came as text or as a float.
    Ours(u64),
    /// `null` or nothing.
    Absent,
    /// Anything else.
    Other,
}

/// Reads what a line is.
pub(crate) fn read(text: &str) -> Message<'_> {
    if text.starts_with('[') {
        return batch(text).map_or(Message::Noise, Message::Batch);
    }
    let Some([id, method, result, error]) = members(text, ["id", "method", "result", "error"])
    else {
        return shared(text).map_or(Message::Noise, Message::Batch);
    };
    let id = id.filter(|id| id.get() != "null");
    match (method, id) {
        (Some(method), Some(id)) => Message::Request {
            id,
            method: string(method),
        },
        (Some(method), None) => Message::Notification {
            method: string(method),
        },
        (None, id) if result.is_some() || error.is_some() || id.is_some() => Message::Reply {
            id: reply_id(id),
            error: error.is_some() && result.is_none(),
        },
        _ => Message::Noise,
    }
}

/// The messages of an array, as many as are read of one line.
fn batch(text: &str) -> Option<Vec<&RawValue>> {
    struct Batch;
    impl<'de> Visitor<'de> for Batch {
        type Value = Vec<&'de RawValue>;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an array")
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::new();
            while let Some(one) = seq.next_element::<&RawValue>()? {
                if all.len() < MESSAGES && one.get().starts_with('{') {
                    all.push(one);
                }
            }
            Ok(all)
        }
    }
    serde_json::Deserializer::from_str(text)
        .deserialize_seq(Batch)
        .ok()
}

/// Several objects on one line, as many as are read of one.
fn shared(text: &str) -> Option<Vec<&RawValue>> {
    let mut all = Vec::new();
    for one in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        let one = one.ok().filter(|one| one.get().starts_with('{'))?;
        if all.len() < MESSAGES {
            all.push(one);
        }
    }
    (all.len() > 1).then_some(all)
}

fn reply_id(id: Option<&RawValue>) -> ReplyId {
    let Some(id) = id else { return ReplyId::Absent };
    let bare = id.get().trim_matches('"');
    bare.strip_suffix(".0")
        .unwrap_or(bare)
        .parse()
        .map_or(ReplyId::Other, ReplyId::Ours)
}

/// The text of a JSON string; anything else as it stands.
pub(crate) fn string(raw: &RawValue) -> Cow<'_, str> {
    serde_json::from_str::<String>(raw.get()).map_or(Cow::Borrowed(raw.get()), Cow::Owned)
}

/// The id that a broken reply seems to answer, so that nobody waits for what has come. Cautious: a line that quotes one
/// of our requests is no reply.
pub(crate) fn salvage(head: &[u8], tail: &[u8]) -> Option<u64> {
    let find = |text: &[u8], what: &str| memchr::memmem::find(text, what.as_bytes());
    let body = [find(head, "\"result\""), find(head, "\"error\"")]
        .into_iter()
        .flatten()
        .min()?;
    let (before, after) = head.split_at(body);
    if find(before, "\"method\"").is_some() {
        return None;
    }
    let end = if tail.is_empty() { after } else { tail };
    find(before, "\"id\"")
        .and_then(|at| id_at(before, at))
        .or_else(|| memchr::memmem::rfind(end, b"\"id\"").and_then(|at| id_at(end, at)))
}

fn id_at(text: &[u8], at: usize) -> Option<u64> {
    let rest = text
        .get(at..)?
        .strip_prefix(b"\"id\"")?
        .trim_ascii_start()
        .strip_prefix(b":")?
        .trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").unwrap_or(rest);
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(rest.get(..digits)?).ok()?.parse().ok()
}

struct Pick<'n, const N: usize>([&'n str; N]);

impl<'de, const N: usize> Visitor<'de> for Pick<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = [None; N];
        while let Some(which) = map.next_key_seed(Which(&self.0))? {
            match which.and_then(|i| found.get_mut(i)) {
                Some(slot) => *slot = Some(map.next_value()?),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

/// Which of the names a key is; no key is ever copied.
struct Which<'n>(&'n [&'n str]);

impl<'de> DeserializeSeed<'de> for Which<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_str(self)
    }
}

impl Visitor<'_> for Which<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|n| *n == key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(line: &str) -> Option<u64> {
        match read(line) {
            Message::Reply {
                id: ReplyId::Ours(id),
                ..
            } => Some(id),
            _ => None,
        }
    }

    #[test]
    fn reads_replies_that_stock_parsers_cannot() {
        let deep = format!(
            r#"{{"jsonrpc":"2.0","id":7,"result":{}1{}}}"#,
            "[".repeat(5000),
            "]".repeat(5000)
        );
        for line in [
            r#"{"id":7,"result":{}}"#,
            r#"{"id":"7","result":{}}"#,
            r#"{"id":7.0,"result":{}}"#,
            r#"{"id":7}"#,
            r#"{"id":1,"id":7,"error":{"code":1e400}}"#,
            r#"{"id":7,"result":"\ud800"}"#,
            deep.as_str(),
        ] {
            assert_eq!(ours(line), Some(7), "{line:.60}");
        }
        assert!(matches!(
            read(r#"{"id":null,"error":{}}"#),
            Message::Reply {
                id: ReplyId::Absent,
                error: true
            }
        ));
        assert!(matches!(
            read(r#"{"id":"x","method":"ping"}"#),
            Message::Request { .. }
        ));
        assert!(matches!(
            read(r#"{"method":"a/b"}"#),
            Message::Notification { .. }
        ));
        assert!(matches!(read(r#"[{"id":1,"result":{}}]"#), Message::Batch(b) if b.len() == 1));
        assert!(
            matches!(read(r#"{"method":"a"}{"id":1,"result":1}"#), Message::Batch(b) if b.len() == 2)
        );
        for noise in [
            "Server started",
            "42",
            r#"{"level":"info"}"#,
            r#"{"id":1,"result":NaN}"#,
            "",
            "{",
        ] {
            assert!(matches!(read(noise), Message::Noise), "{noise}");
        }
    }

    #[test]
    fn salvages_ids_but_not_from_quoted_requests() {
        assert_eq!(
            salvage(br#"INFO {"jsonrpc":"2.0","id":5,"result":{}}"#, b""),
            Some(5)
        );
        assert_eq!(
            salvage(br#"{"result":{"a":NaN},"jsonrpc":"2.0","id": 5}"#, b""),
            Some(5)
        );
        assert_eq!(
            salvage(
                br#"{"result":{"tools":[{"a":"#,
                br#""}]},"jsonrpc":"2.0","id":12}"#
            ),
            Some(12)
        );
        assert_eq!(
            salvage(br#"got {"id":5,"method":"tools/list"} "result""#, b""),
            None
        );
        assert_eq!(salvage(br#"{"id":5,"x":1}"#, b""), None);
        assert_eq!(salvage(br#""result" "id":"#, b""), None);
    }
}
