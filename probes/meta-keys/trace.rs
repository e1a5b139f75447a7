//! The forms of trace members. Source: W3C Trace Context, 3.2 and 3.3; W3C Baggage, 3.

/// `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01`; neither id is all zeros.
pub(super) fn is_parent(text: &str) -> bool {
    let hex = |part: &str, length: usize| {
        part.len() == length
            && part
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
    };
    let some = |part: &str| part.bytes().any(|b| b != b'0');
    let mut parts = text.splitn(5, '-');
    let (Some(version), Some(trace), Some(span), Some(flags)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    // A later version may say more.
    let ended = parts.next().is_none() || version != "00";
    hex(version, 2)
        && version != "ff"
        && hex(trace, 32)
        && some(trace)
        && hex(span, 16)
        && some(span)
        && hex(flags, 2)
        && ended
}

/// Up to 32 members, `key=value`.
pub(super) fn is_state(text: &str) -> bool {
    let key = |key: &str| {
        !key.is_empty()
            && key.bytes().all(|b| {
                b.is_ascii_lowercase()
                    || b.is_ascii_digit()
                    || matches!(b, b'_' | b'-' | b'*' | b'/' | b'@')
            })
    };
    let value = |value: &str| value.bytes().all(|b| matches!(b, b' '..=b'~') && b != b'=');
    let members: Vec<&str> = text.split(',').map(str::trim).collect();
    members.len() <= 32
        && members
            .iter()
            .filter(|member| !member.is_empty())
            .all(|member| {
                member
                    .split_once('=')
                    .is_some_and(|(name, text)| key(name) && value(text))
            })
}

/// Members `key=value`, each with properties after semicolons.
pub(super) fn is_baggage(text: &str) -> bool {
    let token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    let value = |text: &str| {
        text.bytes()
            .all(|b| matches!(b, b'!'..=b'~') && !matches!(b, b'"' | b',' | b';' | b'\\'))
    };
    let pair = |text: &str| {
        text.split_once('=')
            .is_some_and(|(name, text)| token(name.trim()) && value(text.trim()))
    };
    text.split(',').all(|member| {
        let mut parts = member.split(';').map(str::trim);
        parts.next().is_some_and(pair) && parts.all(|property| token(property) || pair(property))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assert!(is_parent(parent));
        assert!(is_parent(&format!(
            "cc{}-what-comes",
            parent.trim_start_matches("00")
        )));
        for bad in [
            "",
            "trace",
            &parent.to_uppercase(),
            &parent.replace("00f067aa0ba902b7", "0000000000000000"),
            &format!("{parent}-more"),
            &format!("ff{}", parent.trim_start_matches("00")),
        ] {
            assert!(!is_parent(bad), "{bad}");
        }
        assert!(is_state("rojo=00f067aa0ba902b7, congo@x=t61rcWkgMzE"));
        assert!(!is_state("Rojo=1") && !is_state("rojo") && !is_state("a=b=c"));
        assert!(is_baggage("userId=alice;ttl=3;secure , n=%20"));
        assert!(!is_baggage("") && !is_baggage("a b=c") && !is_baggage("a=b,c"));
    }
}
