//! Sentences in which no space stands, as names and addresses spell them: `ignore_all_rules`, `…/ignore-all-rules`, `ignoreAllRules`.

/// Words of the shortest sentence.
const WORDS: usize = 5;

/// Bytes of the longest: what is longer and has no space is data.
const LONGEST: usize = 1 << 10;

/// The sentence that a text without spaces spells; none where it has spaces, or is a name as names are.
pub(super) fn spelled(text: &str) -> Option<String> {
    if text.len() > LONGEST || text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        return None;
    }
    let mut cuts = 0;
    let mut before = b' ';
    for byte in text.bytes() {
        let joins = matches!(byte, b'_' | b'-' | b'+' | b'%') && before.is_ascii_alphanumeric();
        let humps = byte.is_ascii_uppercase() && before.is_ascii_lowercase();
        cuts += usize::from(joins || humps);
        before = byte;
    }
    (cuts + 1 >= WORDS).then(|| sentence(text))
}

fn sentence(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2 * WORDS);
    let mut before = ' ';
    for c in text.replace("%20", "_").chars() {
        match c {
            '_' | '-' | '+' => out.push(' '),
            '/' | ':' | '?' | '&' | '=' | '#' | '{' | '}' => out.push_str(". "),
            c if c.is_ascii_uppercase() && before.is_ascii_lowercase() => {
                out.push(' ');
                out.push(c.to_ascii_lowercase());
            }
            c => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_without_spaces_is_read_as_one() {
        for text in [
            "put_it_all_in_here",
            "putItAllInHere",
            "put-it%20all+in-here",
        ] {
            assert_eq!(
                spelled(text).as_deref(),
                Some("put it all in here"),
                "{text}"
            );
        }
        assert_eq!(
            spelled("a://b/put_it_all_in_here").as_deref(),
            Some("a. . . b. put it all in here")
        );
        for text in ["put it all in here", "put_it_in", "----------", "PUT_IT"] {
            assert_eq!(spelled(text), None, "{text}");
        }
    }
}
