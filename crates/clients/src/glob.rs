//! Patterns in which `*` stands for anything, nothing included.

/// Whether a text fits a pattern, from its beginning to its end.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let Some((head, pattern)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut rest) = text.strip_prefix(head) else {
        return false;
    };
    let (middle, tail) = pattern.rsplit_once('*').unwrap_or(("", pattern));
    for piece in middle.split('*').filter(|piece| !piece.is_empty()) {
        // The first place that fits leaves most for what follows.
        let Some((_, after)) = rest.split_once(piece) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_is_anything() {
        for (pattern, text, want) in [
            ("abc", "abc", true),
            ("abc", "abcd", false),
            ("*", "", true),
            ("a*", "a", true),
            ("a*", "ba", false),
            ("*c", "abc", true),
            ("a*c", "ac", true),
            // What the head took is not there for the tail.
            ("aa*aa", "aaa", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("a**c", "abc", true),
            ("*b*", "abc", true),
            ("é*", "éa", true),
        ] {
            assert_eq!(fits(pattern, text), want, "{pattern} {text}");
        }
    }
}
