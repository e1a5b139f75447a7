//! Claude Code's permissions: the names that it makes of a server and its tools, and which rules cover them.
//!
//! Source: Claude Code 2.1.197, the code in its published program. Every character of a name that is no ASCII letter, digit,
//! `-` or `_` becomes `_`, in the server's name and in the tool's. A rule in parentheses is never held against a tool of a server.
//! `*` stands for anything; in what is allowed, only after the name of a server.

use crate::glob;

/// A name as permissions write it.
pub(crate) fn plain(name: &str) -> String {
    let plain = |c: char| match c.is_ascii_alphanumeric() || c == '-' || c == '_' {
        true => c,
        false => '_',
    };
    let plain: String = name.chars().map(plain).collect();
    // Connectors of the service behind it are named by people.
    if !name.starts_with("claude.ai ") {
        return plain;
    }
    let words = plain.split('_').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

/// The full name of a tool, of plain names.
pub(crate) fn full(server: &str, tool: &str) -> String {
    format!("mcp__{server}__{tool}")
}

/// Server and tool of a full name or of a rule. A server with `__` in its name is cut short: the client does that too.
fn split(name: &str) -> Option<(&str, Option<&str>)> {
    let rest = name.strip_prefix("mcp__")?;
    let (server, tool) = match rest.split_once("__") {
        Some((server, tool)) => (server, Some(tool)),
        None => (rest, None),
    };
    (!server.is_empty()).then_some((server, tool))
}

/// Whether a rule could be held against tools of servers at all.
pub(crate) fn is_one(rule: &str) -> bool {
    (rule.starts_with("mcp__") || rule.contains('*')) && !rule.contains(['(', ')'])
}

/// Why a rule about tools of servers covers none, ever; the client says nothing of it.
pub(crate) fn idle(rule: &str, allows: bool) -> Option<&'static str> {
    let name = rule.strip_prefix("mcp__")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-*".contains(c);
    let server = split(rule).map_or("", |(server, _)| server);
    if rule.contains(['(', ')']) {
        Some("what stands in parentheses is held against no tool of a server")
    } else if !name.chars().all(plain) {
        Some("in the names of permissions every character but letters, digits, - and _ is _")
    } else if server.is_empty() || allows && server.contains('*') {
        Some("what allows tools must name their server")
    } else {
        None
    }
}

/// Whether a rule that denies, or that has a person asked, covers a tool. `server` is a plain name.
pub(crate) fn denies(rule: &str, server: &str, tool: &str) -> bool {
    let tool = full(server, &plain(tool));
    if glob::fits(rule, &tool) {
        return true;
    }
    let (Some((ruled, what)), Some((server, tool))) = (split(rule), split(&tool)) else {
        return false;
    };
    ruled == server && what.is_none_or(|what| glob::fits(what, tool.unwrap_or_default()))
}

/// Whether a rule that denies covers every tool of a server, those that are added later too.
pub(crate) fn denies_all(rule: &str, server: &str) -> bool {
    let of_server = split(rule).is_some_and(|(_, tool)| tool.is_none());
    (of_server || rule.ends_with('*')) && denies(rule, server, "")
}

/// Whether a rule that denies could cover some tool of a server, whose plain name this is.
pub(crate) fn touches(rule: &str, server: &str) -> bool {
    match split(rule) {
        Some((ruled, _)) if !ruled.contains('*') => {
            ruled == server
                || server.split("__").next() == Some(ruled)
                || rule.strip_prefix("mcp__").is_some_and(|rest| {
                    rest.strip_prefix(server)
                        .is_some_and(|rest| rest.starts_with("__"))
                })
        }
        _ => rule.contains('*'),
    }
}

/// The tools of a server, whose plain name this is, that a rule allows: a name or a pattern.
pub(crate) fn allowed<'r>(rule: &'r str, server: &str) -> Option<&'r str> {
    let rest = rule.strip_prefix("mcp__")?;
    if let Some(tool) = rest
        .strip_prefix(server)
        .and_then(|rest| rest.strip_prefix("__"))
    {
        return Some(tool);
    }
    let (ruled, what) = split(rule)?;
    let all = what.is_none_or(|what| what == "*");
    // A pattern that names no server is passed over.
    let same = server.split("__").next() == Some(ruled) || server == rest;
    (all && same && !ruled.contains('*')).then_some("*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_is_odd() {
        assert_eq!(plain("a b.c-d_é"), "a_b_c-d__");
        assert_eq!(plain("claude.ai My (Own) One"), "claude_ai_My_Own_One");
    }

    #[test]
    fn what_denies_a_tool() {
        for (rule, tool, want) in [
            ("mcp__git", "log", true),
            ("mcp__git__*", "log", true),
            ("mcp__git__log", "log", true),
            ("mcp__git__get_*", "get_x", true),
            ("mcp__git__get_*", "set_x", false),
            ("mcp__git__drop_db", "drop.db", true),
            // A name that permissions do not make fits nothing.
            ("mcp__git__drop.db", "drop.db", false),
            ("mcp__*", "log", true),
            ("mcp__*__log", "log", true),
            ("*", "log", true),
            ("mcp__gi*", "log", true),
            ("mcp__other", "log", false),
            ("mcp__gi", "log", false),
            ("mcp__git__log(x)", "log", false),
            ("Bash(ls)", "log", false),
        ] {
            assert_eq!(
                is_one(rule) && denies(rule, "git", tool),
                want,
                "{rule} {tool}"
            );
            assert!(!want || touches(rule, "git"), "{rule}");
        }
        // The client takes a server's name to end before `__`.
        assert!(denies("mcp__a", "a__b", "x") && touches("mcp__a", "a__b"));
        assert!(denies("mcp__a__b__x", "a__b", "x") && touches("mcp__a__b__x", "a__b"));
    }

    #[test]
    fn what_covers_nothing() {
        for (rule, allows, want) in [
            ("mcp__git", true, false),
            ("mcp__git__get_*", true, false),
            ("mcp__*", true, true),
            ("mcp__*", false, false),
            ("mcp__git__x(y)", false, true),
            ("mcp__git__drop.db", false, true),
            ("mcp__", false, true),
            ("Bash(ls)", false, false),
        ] {
            assert_eq!(idle(rule, allows).is_some(), want, "{rule}");
        }
    }

    #[test]
    fn what_allows_a_tool() {
        for (rule, want) in [
            ("mcp__git", Some("*")),
            ("mcp__git__*", Some("*")),
            ("mcp__git__get_log", Some("get_log")),
            ("mcp__git__get_*", Some("get_*")),
            ("mcp__*", None),
            ("mcp__gi*", None),
            ("mcp__other__x", None),
        ] {
            assert_eq!(allowed(rule, "git"), want, "{rule}");
        }
    }
}
