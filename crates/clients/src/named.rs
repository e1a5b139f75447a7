//! How the settings of a client name the servers that may be used, and those that may not: by name, by command, by URL.
//!
//! Sources: Claude Code 2.1.197, the code in its published program; Copilot CLI 1.0.102, whose schema says that it is aligned
//! with that; Codex 0.169.0, tried.

use crate::{Entry, Template, Transport, UrlPattern};

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
    /// A URL that fits a pattern.
    Url(UrlPattern),
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
            (Self::Url(pattern), Transport::Http(http)) => pattern.fits(&http.url),
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
        if self
            .name
            .as_ref()
            .is_some_and(|name| *name != entry.called())
        {
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
