//! Which tools of a server its client lets through.

use crate::{glob, permission};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which tools of a server a client lets through.
///
/// What keeps a tool away is taken at its word: a `*` in a list of names stands for nothing to the clients that are known to
/// read one. In what lets tools through it is taken for anything, so that no tool is missed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToolFilter {
    /// Only these, where that is said. A `*` stands for anything.
    pub only: Option<BTreeSet<String>>,
    /// Never these.
    pub never: BTreeSet<String>,
    /// Never what these rules cover.
    pub denied: BTreeSet<Denied>,
}

/// A rule of a client's that keeps tools away.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Denied {
    /// Every tool of the server: the rule, as it stands there.
    Every(Arc<str>),
    /// What a permission of Claude Code covers: the rule, as it stands there, and the server's name in permissions.
    Permission(Arc<str>, Arc<str>),
    /// What the last that fits of these patterns denies, as opencode has it; with the server's name in permissions.
    Last(Arc<[(String, bool)]>, Arc<str>),
}

impl Denied {
    /// The rule, as it stands in the client's settings.
    #[must_use]
    pub fn rule(&self) -> &str {
        match self {
            Self::Every(rule) | Self::Permission(rule, _) => rule,
            Self::Last(..) => "permission",
        }
    }

    fn covers(&self, tool: &str) -> bool {
        match self {
            Self::Every(_) => true,
            Self::Permission(rule, server) => permission::denies(rule, server, tool),
            Self::Last(rules, server) => {
                let tool = format!("{server}_{}", permission::plain(tool));
                let mut last = rules.iter().rev();
                last.find(|(pattern, _)| glob::fits(pattern, &tool))
                    .is_some_and(|(_, denied)| *denied)
            }
        }
    }

    /// Whether it covers every tool, those that are added later too.
    fn is_whole(&self) -> bool {
        match self {
            Self::Every(_) => true,
            Self::Permission(rule, server) => permission::denies_all(rule, server),
            Self::Last(..) => false,
        }
    }
}

impl ToolFilter {
    /// Whether the client would let this tool through.
    #[must_use]
    pub fn leaves(&self, tool: &str) -> bool {
        let named = |names: &BTreeSet<String>| names.iter().any(|name| is_like(name, tool));
        self.only.as_ref().is_none_or(named)
            && !self.never.contains(tool)
            && !self.denied.iter().any(|rule| rule.covers(tool))
    }

    /// Whether nothing is filtered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let open = self.only.as_ref().is_none_or(|only| only.contains("*"));
        open && self.never.is_empty() && self.denied.is_empty()
    }

    /// Whether nothing at all is let through, whatever the server lists.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.only.as_ref().is_some_and(BTreeSet::is_empty)
            || self.denied.iter().any(Denied::is_whole)
    }
}

/// Whether a name in a list of those that are let through is this tool's, to any client. To Gemini CLI one with something in
/// parentheses is that tool; to Amp there are patterns that only it evaluates, which fit what they may.
fn is_like(name: &str, tool: &str) -> bool {
    let (name, rest) = name.split_once('(').unwrap_or((name, ""));
    let only_there = name.contains(['?', '[', '{', '!']);
    let extended = !rest.is_empty() && name.ends_with(['@', '+', '*']);
    only_there || extended || glob::fits(name, tool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_lets_through_and_keeps_nothing_away() {
        let filter = ToolFilter {
            only: Some(BTreeSet::from(["get_*".to_owned(), "drop".to_owned()])),
            never: BTreeSet::from(["get_x*".to_owned(), "drop".to_owned()]),
            denied: BTreeSet::new(),
        };
        assert!(filter.leaves("get_x1") && !filter.leaves("drop") && !filter.leaves("set"));
    }

    #[test]
    fn what_only_the_client_evaluates_may_let_through() {
        for (name, tool, want) in [
            ("drop", "drop", true),
            ("drop", "drops", false),
            ("drop(x)", "drop", true),
            ("drop(x)", "dro", false),
            ("a_*_c", "a_b_c", true),
            ("a_*_c", "a_b_d", false),
            ("{a,b}", "a", true),
            ("[ab]", "a", true),
            ("get_?", "get_x", true),
            ("!(drop)", "get", true),
            ("@(get|set)", "get", true),
        ] {
            assert_eq!(is_like(name, tool), want, "{name} {tool}");
        }
    }

    #[test]
    fn a_rule_may_cover_everything() {
        let of = |rule: &str| ToolFilter {
            denied: BTreeSet::from([Denied::Permission(rule.into(), "git".into())]),
            ..ToolFilter::default()
        };
        assert!(of("mcp__git").is_closed() && of("mcp__git__*").is_closed());
        assert!(of("mcp__*").is_closed() && of("mcp__g*").is_closed());
        assert!(!of("mcp__git__x").is_closed() && !of("mcp__git__x*").is_closed());
        assert!(!of("mcp__git__").is_closed() && !of("mcp__gi").is_closed());
    }
}
