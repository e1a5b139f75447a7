//! A server that never answered: what it said last, and what that may mean.

use evidence::{Facts, FrameId, Observed, Session};

/// Lines of standard error that are shown.
const LAST: usize = 8;

/// What is known of a failed start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartHelp {
    /// What happened, in a few words.
    pub title: &'static str,
    /// What happened, in one sentence.
    pub what: String,
    /// The last lines on its standard error, not yet escaped.
    pub last: Vec<(FrameId, String)>,
    /// What to try, where the cause is recognisable.
    pub hint: Option<String>,
}

/// Help where no connection came to a handshake; `None` where one did.
#[must_use]
pub fn start_help(facts: &Facts) -> Option<StartHelp> {
    if facts
        .sessions
        .iter()
        .any(|session| matches!(session.handshake, Observed::Seen { .. }))
    {
        return None;
    }
    let session = facts
        .sessions
        .iter()
        .find(|session| !session.stderr.is_empty())
        .or_else(|| facts.sessions.first())?;
    let skipped = session.stderr.len().saturating_sub(LAST);
    let last: Vec<_> = session.stderr.iter().skip(skipped).cloned().collect();
    let hint = spawn_hint(session)
        .or_else(|| session.stderr.iter().rev().find_map(|(_, line)| hint(line)));
    let ended = session.end.spawn_failed.is_some()
        || session.end.exit.as_ref().is_some_and(|exit| exit.unasked);
    let title = match (facts.interrupted, ended) {
        (true, _) => "Interrupted before it answered",
        (false, true) => "It did not start",
        (false, false) => "It did not answer",
    };
    Some(StartHelp {
        title,
        what: what(session),
        last,
        hint,
    })
}

fn what(session: &Session) -> String {
    if let Some(error) = &session.end.spawn_failed {
        return format!("The command could not be started: {error}.");
    }
    match &session.end.exit {
        Some(exit) if exit.unasked => match (exit.code, exit.signal) {
            (Some(code), _) => format!("It exited with code {code} before it answered."),
            (None, Some(signal)) => format!("Signal {signal} ended it before it answered."),
            (None, None) => "It ended before it answered.".to_owned(),
        },
        _ => match &session.handshake {
            Observed::Missing(gap) => format!(
                "{}.",
                crate::model::capitalised(gap.why.trim_end_matches('.'))
            ),
            Observed::Seen { .. } | Observed::NotOffered => {
                "It never answered the handshake.".to_owned()
            }
        },
    }
}

fn spawn_hint(session: &Session) -> Option<String> {
    let error = session.end.spawn_failed.as_deref()?;
    error.contains("os error 2").then(|| {
        "The program was not found: check its spelling and PATH, or give its full path.".to_owned()
    })
}

/// What a line of standard error tells of the cause. Only what is plain: a wrong hint costs more than none.
fn hint(line: &str) -> Option<String> {
    let line: String = line.chars().take(500).collect();
    let low = line.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| low.contains(word));
    if says(&[
        "cannot import name",
        "has no attribute",
        "unsupported engine",
        "ebadengine",
        "glibc_",
        "requires python",
        "requires node",
    ]) {
        return Some("Versions clash: what it was written for is not what is installed. Pin its version, or that of its libraries.".to_owned());
    }
    if says(&[
        "no module named",
        "modulenotfounderror",
        "cannot find module",
        "err_module_not_found",
        "cannot find package",
    ]) {
        return Some("A module is missing: it is not installed whole, or it is started from the wrong directory.".to_owned());
    }
    let asks = says(&[
        "required",
        "not set",
        "missing",
        "must be set",
        "must provide",
        "undefined",
        "not found in environment",
        "please set",
        "keyerror",
    ]);
    if let (true, Some(name)) = (asks, variable(&line)) {
        return Some(format!(
            "It asks for the variable {name}. Only what --env names is passed on: try --env {name}"
        ));
    }
    if says(&[
        "enotfound",
        "eai_again",
        "could not resolve",
        "name resolution",
        "network is unreachable",
        "econnrefused",
    ]) {
        return Some(
            "It reaches for the network or a service that is not there before it answers."
                .to_owned(),
        );
    }
    if says(&[
        "usage:",
        "the following arguments are required",
        "missing required argument",
        "too few arguments",
    ]) {
        return Some("It asks for arguments: put them after its command.".to_owned());
    }
    if says(&["enoent", "no such file", "filenotfounderror"]) {
        return Some("A file or directory that it needs is not there. Its HOME is empty and new: give full paths.".to_owned());
    }
    if says(&["eacces", "permission denied"]) {
        return Some("It may not open or run a file that it needs.".to_owned());
    }
    None
}

/// The first word that looks like the name of an environment variable: capitals, with an underscore or a telling end.
fn variable(line: &str) -> Option<&str> {
    let words = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let telling = |word: &str| {
        word.contains('_')
            || ["KEY", "TOKEN", "SECRET", "URL"]
                .iter()
                .any(|end| word.ends_with(end))
    };
    words.into_iter().find(|word| {
        (4..=64).contains(&word.len())
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            && telling(word)
            && !word.starts_with("ERR_")
            && !word.starts_with("MODULE_")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognisable_causes_get_a_hint() {
        let cases = [
            (
                "Error: GITHUB_TOKEN environment variable is required",
                "--env GITHUB_TOKEN",
            ),
            ("KeyError: 'NOTION_API_KEY'", "--env NOTION_API_KEY"),
            (
                "ModuleNotFoundError: No module named 'mcp'",
                "module is missing",
            ),
            (
                "ImportError: cannot import name 'FastMCP' from 'mcp.server'",
                "Versions clash",
            ),
            (
                "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'zod'",
                "module is missing",
            ),
            ("getaddrinfo ENOTFOUND api.example.com", "network"),
            ("Usage: server [options] <dir>", "arguments"),
            (
                "Error: ENOENT: no such file or directory, open '/x'",
                "not there",
            ),
        ];
        for (line, want) in cases {
            let got = hint(line).unwrap_or_default();
            assert!(got.contains(want), "{line}: {got}");
        }
    }

    #[test]
    fn nothing_plain_gets_none() {
        for line in [
            "Server running on stdio",
            "at Module._compile (node:internal/modules)",
            "INFO starting up",
            "Error: missing",
        ] {
            assert_eq!(hint(line), None, "{line}");
        }
    }
}
