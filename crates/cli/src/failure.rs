//! What stops us before there is anything to report: what failed, where, and what to do next.

use crate::terminal;
use anstyle::{AnsiColor, Style};
use std::fmt::Display;

/// A failure of usage or configuration: exit code 2.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What failed and where.
    pub(crate) what: String,
    /// What to do next.
    pub(crate) next: String,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            next: next.into(),
        }
    }

    /// A file that could not be read or written.
    pub(crate) fn file(verb: &str, path: impl Display, error: &std::io::Error, next: &str) -> Self {
        Self::new(format!("cannot {verb} {path}: {}", plain(error)), next)
    }

    pub(crate) fn print(&self) {
        let style = if terminal::stderr_color() {
            Style::new().bold().fg_color(Some(AnsiColor::Red.into()))
        } else {
            Style::new()
        };
        terminal::note(&format!("{style}error:{style:#} {}\n", self.what));
        if !self.next.is_empty() {
            terminal::note(&format!("       {}\n", self.next));
        }
    }
}

/// The operating system's words without its number.
fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error")
        .next()
        .unwrap_or(&text)
        .to_lowercase()
}

/// A bug of ours: exit code 70.
pub(crate) fn bug(what: &str) {
    terminal::note(&format!(
        "bug: mcp-gatecheck {} broke; this is no verdict about the server.\n     {what}\n     Please report it with this text and, if you can, the transcript (--transcript PATH).\n",
        env!("CARGO_PKG_VERSION")
    ));
}
