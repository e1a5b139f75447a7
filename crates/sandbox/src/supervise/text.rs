//! Text of a hostile program, made fit to be written down.

/// The longest text of one field, in bytes.
const LONGEST: usize = 4_096;

/// The text with control characters escaped and what is no text replaced, shortened to 4,096 bytes.
pub(crate) fn clean(bytes: &[u8]) -> String {
    let mut out = String::new();
    // Nothing is read far beyond what can be kept: every byte gives at least one byte.
    let part = bytes.get(..LONGEST + 4).unwrap_or(bytes);
    for character in String::from_utf8_lossy(part).chars() {
        let before = out.len();
        if character.is_control() {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
        if out.len() > LONGEST {
            out.truncate(before);
            out.push('…');
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_shortens() {
        assert_eq!(
            clean(b"/tmp/a\x1b[31m\n\xff"),
            "/tmp/a\\u{1b}[31m\\n\u{fffd}"
        );
        let long = clean(&[b'a'; 10_000]);
        assert!(long.ends_with('…') && long.len() < 4_100);
    }
}
