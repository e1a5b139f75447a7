//! How the settings of a client name the servers that may be used, and those that may not: by name, by command, by URL.
//!
//! Sources: Claude Code 2.1.197, the code in its published program; Copilot CLI 1.0.102, whose schema says that it is aligned
//! with that; Codex 0.169.0, tried.

use crate::{Entry, Template, Transport, glob};
use url::Url;

/// How a list of servers names one of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// Its name, exactly.
    pub name: Option<String>,
    /// What it starts or reaches.
    pub runs: Option<Runs>,
}

/// What a server that a list names starts or reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runs {
    /// This program, with exactly these arguments.
    Command(Vec<Template>),
    /// This program, whatever its arguments.
    Program(Template),
    /// A URL in which `*` stands for anything.
    Url(Template),
    /// Exactly this URL.
    At(Template),
    /// A URL that begins so.
    Below(Template),
    /// A URL by a pattern that only the client evaluates.
    Pattern,
}

impl Runs {
    fn is_command(&self) -> bool {
        matches!(self, Self::Command(_) | Self::Program(_))
    }

    /// Whether a server is meant; none where that hangs on variables, or on what only the client can evaluate.
    fn fits(&self, transport: &Transport) -> Option<bool> {
        match (self, transport) {
            (Self::Command(words), Transport::Stdio(stdio)) => {
                let own = std::iter::once(&stdio.command).chain(&stdio.args);
                if words.len() != stdio.args.len() + 1 {
                    return Some(false);
                }
                let same: Vec<_> = words.iter().zip(own).map(|(a, b)| equal(a, b)).collect();
                match same.contains(&Some(false)) {
                    true => Some(false),
                    false => same.into_iter().collect::<Option<Vec<_>>>().map(|_| true),
                }
            }
            (Self::Program(program), Transport::Stdio(stdio)) => equal(program, &stdio.command),
            (Self::Url(pattern), Transport::Http(http)) => decided(pattern, &http.url, like),
            (Self::At(url), Transport::Http(http)) => equal(url, &http.url),
            (Self::Below(begin), Transport::Http(http)) => {
                decided(begin, &http.url, |begin, url| url.starts_with(begin))
            }
            (Self::Pattern, Transport::Http(_)) => None,
            _ => Some(false),
        }
    }
}

impl Named {
    /// A server of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Self {
        Self {
            name: Some(name.to_owned()),
            runs: None,
        }
    }

    /// Whether an entry is meant; none where only the client can tell.
    #[must_use]
    pub fn fits(&self, entry: &Entry) -> Option<bool> {
        if self.name.as_ref().is_some_and(|name| *name != entry.name) {
            return Some(false);
        }
        match &self.runs {
            Some(runs) => runs.fits(&entry.transport),
            None => Some(self.name.is_some()),
        }
    }
}

/// Whether a list of those that may be used holds an entry. Where it names any server by its command, a command must be on it
/// by its own; with URLs the same. What cannot be told here counts as on it: it is looked at rather than passed over.
pub(crate) fn admits(list: &[&Named], entry: &Entry) -> bool {
    let runs = |wanted: fn(&Runs) -> bool| {
        let of = move |named: &&&Named| named.runs.as_ref().is_some_and(wanted);
        list.iter().any(|named| of(&named))
    };
    let by_what_runs = match &entry.transport {
        Transport::Stdio(_) => runs(Runs::is_command),
        Transport::Http(_) => runs(|one| !one.is_command()),
        Transport::Other(_) => false,
    };
    let mut held = list
        .iter()
        .filter(|named| named.runs.is_some() == by_what_runs);
    held.any(|named| named.fits(entry) != Some(false))
}

fn equal(a: &Template, b: &Template) -> Option<bool> {
    decided(a, b, |a, b| a == b)
}

/// What is so of two texts, where no variable hides one of them.
fn decided(a: &Template, b: &Template, so: impl Fn(&str, &str) -> bool) -> Option<bool> {
    match (a.literal(), b.literal()) {
        (Some(a), Some(b)) => Some(so(a, b)),
        // The same variables have the same values.
        _ => (a == b).then_some(true),
    }
}

/// A host that no server has, in place of each `*`.
const MARK: &str = "zzanythingzz";

/// Whether a URL fits a pattern. In a host `*` stands for anything, dots too; a pattern without a path fits every path; one
/// that has a `*` in its host and no port fits every port.
fn like(pattern: &str, url: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    let marked = pattern.replace('*', MARK);
    let any_port = marked.replace(&format!(":{MARK}"), ":0");
    let (wanted, mut every_port) = match (Url::parse(&marked), Url::parse(&any_port)) {
        (Ok(wanted), _) => (wanted, false),
        (Err(_), Ok(wanted)) => (wanted, true),
        (Err(_), Err(_)) => return plainly(pattern, &url),
    };
    if wanted.scheme() != MARK && wanted.scheme() != url.scheme() {
        return false;
    }
    let host = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        host.trim_end_matches('.').to_ascii_lowercase()
    };
    let wanted_host = host(&wanted);
    if !glob::fits(&wanted_host.replace(MARK, "*"), &host(&url)) {
        return false;
    }
    every_port |= wanted.port().is_none() && wanted_host.contains(MARK);
    if !every_port && wanted.port() != url.port() {
        return false;
    }
    let no_path =
        matches!(wanted.path(), "" | "/") && wanted.query().is_none_or(|query| query.is_empty());
    (no_path && !marked.ends_with('/'))
        || glob::fits(&target(&wanted).replace(MARK, "*"), &target(&url))
}

/// Path and query.
fn target(url: &Url) -> String {
    match url.query().filter(|query| !query.is_empty()) {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Held against the whole text, where a pattern is no URL even with its `*` taken out. A `*` stands for no `/` there.
fn plainly(pattern: &str, url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let whole = format!("{}://{host}{port}{}", url.scheme(), target(url));
    let (wanted, whole): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), whole.split('/').collect());
    wanted.len() == whole.len() && wanted.iter().zip(whole).all(|(a, b)| glob::fits(a, b))
}

#[cfg(test)]
mod tests {
    use super::like;

    /// Each row was held against the function in Claude Code 2.1.197, too.
    #[test]
    fn a_url_fits_as_the_client_has_it() {
        for (pattern, url, want) in [
            ("*", "anything", true),
            ("https://h.org/mcp", "https://h.org/mcp", true),
            ("https://h.org/mcp", "https://h.org/mcp2", false),
            ("https://h.org", "https://h.org/any/path?x", true),
            ("https://h.org/", "https://h.org/any", false),
            ("https://h.org/*", "https://h.org/any/path?x=1", true),
            ("https://*.h.org/*", "https://a.b.h.org/x", true),
            ("https://*.h.org/*", "https://h.org/x", false),
            ("https://*.h.org/*", "https://evil.org/.h.org/x", false),
            ("https://*.h.org/*", "http://a.h.org/x", false),
            ("*://h.org/*", "http://h.org/x", true),
            ("https://H.ORG/x", "https://h.org/x", true),
            ("https://h.org/X", "https://h.org/x", false),
            ("https://h.org/x", "https://h.org:8443/x", false),
            ("https://h.org:*/x", "https://h.org:8443/x", true),
            ("https://*.h.org/x", "https://a.h.org:8443/x", true),
            ("https://h.org:443/x", "https://h.org/x", true),
            ("https://h.org./x", "https://h.org/x", true),
            ("https://h.org/x", "https://u:p@h.org/x", true),
            ("https://h.org/x", "no url", false),
            ("https://h.org:*", "https://h.org:99/x", true),
            ("https://*", "https://x.y/z", true),
            ("https://*/mcp", "https://a.b:8/mcp", true),
            ("h.org/*", "https://h.org/x", false),
            ("https://h.org/a*b", "https://h.org/a/c/b", true),
            ("http*://h.org/", "https://h.org/", false),
            ("https://h.org/?x=*", "https://h.org/?x=1", true),
            ("https://h.org?", "https://h.org/x", true),
            ("https://exa mple/*", "https://h.org/", false),
            ("https://[::1]/*", "https://[::1]/x", true),
            ("wss://h.org/*", "wss://h.org/x", true),
        ] {
            assert_eq!(like(pattern, url), want, "{pattern} {url}");
        }
    }
}
