//! Hostile text in Markdown: nothing of it becomes markup, and nothing of it becomes a link.

use crate::escape::capped;

/// Text for a paragraph or a list item. What a renderer would make a link or a mention of is shown as code.
pub(super) fn md(text: &str, most: usize) -> String {
    let shown = capped(text, most);
    shown.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    let start = word.trim_start_matches('(');
    let core = start.trim_end_matches([',', '.', ';', ':', ')', '?']);
    let (before, after) = (word.len() - start.len(), start.len() - core.len());
    let quoted = core
        .strip_prefix('`')
        .and_then(|inner| inner.strip_suffix('`'))
        .filter(|inner| !inner.contains('`'));
    let shown = match quoted {
        Some(inner) if !inner.is_empty() => code(inner),
        _ if links(core) => code(core),
        _ => escaped(core),
    };
    format!(
        "{}{shown}{}",
        "(".repeat(before),
        start.get(start.len() - after..).unwrap_or_default()
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if r"\`*_[]<>~&${}#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text for a cell of a table.
pub(super) fn cell(text: &str, most: usize) -> String {
    md(text, most).replace('|', r"\|")
}

/// A code span for a cell of a table.
pub(super) fn code_cell(text: &str, most: usize) -> String {
    code(&capped(text, most)).replace('|', r"\|")
}

/// A code span of its own length of fence.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A span of nothing but spaces, or one that starts or ends with a backtick, needs room.
    let room = if longest > 0 { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// Whether some renderer links a bare word like this: a scheme, `www.`, an address, a mention, a domain.
fn links(word: &str) -> bool {
    let dotted = |(a, b): (char, char)| a == '.' && b.is_alphanumeric();
    word.contains("://") || word.contains('@') || word.chars().zip(word.chars().skip(1)).any(dotted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_text() {
        assert_eq!(
            md("a *b* <img src=x> [t](u) | `c`", 100),
            r"a \*b\* \<img src=x\> \[t\](u) | `c`"
        );
        assert_eq!(cell("a|b", 10), r"a\|b");
    }

    #[test]
    fn nothing_becomes_a_link_or_a_mention() {
        assert_eq!(
            md("see https://evil.example/x now", 100),
            "see `https://evil.example/x` now"
        );
        assert_eq!(
            md("ask @admin or www.evil.example", 100),
            "ask `@admin` or `www.evil.example`"
        );
        assert_eq!(md("[x](//evil.example)", 100), "`[x](//evil.example`)");
        assert_eq!(
            md("(see tools.names, or a.b)", 100),
            "(see `tools.names`, or `a.b`)"
        );
        assert_eq!(
            md("not evidenced: `tools.names`, `x`", 100),
            "not evidenced: `tools.names`, `x`"
        );
    }

    #[test]
    fn backticks_cannot_end_a_span() {
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(code_cell("x|`y", 100), r"`` x\|`y ``");
    }
}
