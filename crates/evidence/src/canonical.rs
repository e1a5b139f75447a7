//! Canonical JSON (RFC 8785) and digests.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// The RFC 8785 form of a value: the same bytes for the same meaning, whatever the order of members.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    // Canonicalising fails only for numbers that are not finite, which a `Value` cannot hold.
    serde_json_canonicalizer::to_vec(value).unwrap_or_else(|_| value.to_string().into_bytes())
}

/// SHA-256 of the RFC 8785 form, in hexadecimal.
pub(crate) fn digest(value: &Value) -> String {
    sha256(&bytes(value))
}

/// SHA-256, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
}
