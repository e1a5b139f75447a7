//! Canonical JSON (RFC 8785) and digests.

use serde_json::{Number, Value};
use sha2::{Digest, Sha256};
use std::cmp::Ordering;

/// Whole numbers up to this are written as they are; JavaScript, whose rule RFC 8785 takes, counts no further exactly.
const EXACT: u64 = 1 << 53;

/// The RFC 8785 form of a value: the same bytes for the same meaning, whatever the order of members.
///
/// Every listed item goes through here twice, so it is written in one pass; how numbers with a fraction are written is left
/// to the library, which the tests hold all of it against.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_unstable_by(|(one, _), (other, _)| in_order(one, other));
            write_all(members, *b"{}", out, |(name, value), out| {
                string(name, out);
                out.push(b':');
                write(value, out);
            });
        }
        Value::Array(values) => write_all(values, *b"[]", out, write),
        Value::String(text) => string(text, out),
        Value::Number(number) => write_number(number, out),
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
    }
}

fn write_all<T>(
    all: impl IntoIterator<Item = T>,
    [open, close]: [u8; 2],
    out: &mut Vec<u8>,
    mut one: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(open);
    for (n, value) in all.into_iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        one(value, out);
    }
    out.push(close);
}

/// By UTF-16 code units, which for ASCII is the order of bytes.
fn in_order(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() {
        one.cmp(other)
    } else {
        one.encode_utf16().cmp(other.encode_utf16())
    }
}

/// Compact JSON escapes a string as RFC 8785 does.
fn string(text: &str, out: &mut Vec<u8>) {
    // Writing a string to memory cannot fail.
    let _ = serde_json::to_writer(out, text);
}

fn write_number(number: &Number, out: &mut Vec<u8>) {
    let exact = number
        .as_i64()
        .is_some_and(|whole| whole.unsigned_abs() <= EXACT);
    let text = if exact {
        number.to_string().into_bytes()
    } else {
        // This fails only for numbers that are not finite, which a `Value` cannot hold.
        serde_json_canonicalizer::to_vec(number).unwrap_or_else(|_| number.to_string().into_bytes())
    };
    out.extend_from_slice(&text);
}

/// SHA-256 of the RFC 8785 form, in hexadecimal.
#[must_use]
pub fn digest(value: &Value) -> String {
    sha256(&bytes(value))
}

/// SHA-256, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let mut out = String::with_capacity(bytes.len() * 2);
    out.extend(digits.map(digit));
    out
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn library(value: &Value) -> Vec<u8> {
        serde_json_canonicalizer::to_vec(value).unwrap()
    }

    #[test]
    fn it_is_what_the_library_writes() {
        for value in [
            json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7}),
            json!([0, -0.0, 1e30, 4.5, 1e-27, 333_333_333.333_333_3, -5e-324]),
            json!([
                9_007_199_254_740_991_u64,
                9_007_199_254_740_993_u64,
                u64::MAX,
                i64::MIN
            ]),
            json!({"a": {"c": [], "b": {}}, "": null, "\u{7f}\u{1}\"\\/": true}),
        ] {
            assert_eq!(
                String::from_utf8(bytes(&value)).unwrap(),
                String::from_utf8(library(&value)).unwrap()
            );
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<Option<bool>>().prop_map(|flag| json!(flag)),
            any::<i64>().prop_map(|number| json!(number)),
            any::<u64>().prop_map(|number| json!(number)),
            any::<f64>().prop_map(|number| json!(number)),
            any::<String>().prop_map(|text| json!(text)),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
                prop::collection::vec((any::<String>(), inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_the_value(value in any_json()) {
            prop_assert_eq!(bytes(&value), library(&value));
        }
    }
}
