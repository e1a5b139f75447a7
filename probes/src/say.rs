//! Words and quotations for people.

/// Characters of the server's text that one quotation shows.
const QUOTED: usize = 160;

/// Subjects that one sentence names.
const NAMED: usize = 5;

/// The server's text between `“` and `”`: one line, shortened, and unable to close its own quotation. Escaping is the report's work.
pub(crate) fn quote(text: &str) -> String {
    let mut shown = String::from("“");
    let mut characters = text.trim().chars();
    for c in characters.by_ref().take(QUOTED) {
        shown.push(match c {
            '“' | '”' => '"',
            '\n' | '\r' | '\t' => ' ',
            c => c,
        });
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown.push('”');
    shown
}

/// A phrase as the beginning of a sentence, without its full stop.
pub(crate) fn sentence(phrase: &str) -> String {
    let phrase = phrase.trim_end_matches('.');
    // The name of a member stays as it is.
    let word = phrase.split_whitespace().next().unwrap_or_default();
    if word.chars().skip(1).any(char::is_uppercase) {
        return phrase.to_owned();
    }
    let mut characters = phrase.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}

/// `1 tool`, `3 tools`, `2 canaries`, `2 processes`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{n} {stem}ies"),
        _ if noun.ends_with('s') => format!("{n} {noun}es"),
        _ => format!("{n} {noun}s"),
    }
}

/// `517 bytes`, `12 KiB`, `30 MiB`, `2 GiB`.
pub(crate) fn bytes(n: u64) -> String {
    match n {
        1 => "1 byte".to_owned(),
        n if n < 10 << 10 => format!("{n} bytes"),
        n if n < 10 << 20 => format!("{} KiB", n >> 10),
        n if n.trailing_zeros() >= 30 => format!("{} GiB", n >> 30),
        n => format!("{} MiB", n >> 20),
    }
}

/// How long something took: `56 ms`, `4.2 s`, `26 s`, `3 min 20 s`.
#[must_use]
pub fn span(ms: u64) -> String {
    match ms {
        0..1_000 => format!("{ms} ms"),
        1_000..10_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        10_000..120_000 => format!("{} s", ms / 1_000),
        _ => format!("{} min {} s", ms / 60_000, ms / 1_000 % 60),
    }
}

/// `“a”, “b” and 3 more`.
pub(crate) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = all.iter().take(NAMED).map(|name| quote(name)).collect();
    let rest = all.len().saturating_sub(NAMED);
    let shown = shown.join(", ");
    if rest == 0 {
        shown
    } else {
        format!("{shown} and {rest} more")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_as_people_read_it() {
        let said = [56, 4_249, 25_787, 200_000].map(span);
        assert_eq!(said, ["56 ms", "4.2 s", "25 s", "3 min 20 s"]);
    }

    #[test]
    fn a_quotation_cannot_close_itself_nor_run_on() {
        assert_eq!(quote("a ” b\nc"), "“a \" b c”");
        let long = quote(&"é".repeat(1000));
        assert_eq!(long.chars().count(), QUOTED + 3);
    }

    #[test]
    fn a_sentence_names_a_few() {
        assert_eq!(names(["a", "b"]), "“a”, “b”");
        assert_eq!(
            names(["a", "b", "c", "d", "e", "f", "g"]),
            "“a”, “b”, “c”, “d”, “e” and 2 more"
        );
    }
}
