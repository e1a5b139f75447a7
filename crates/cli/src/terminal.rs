//! What is known of the terminal: its width, and whether it takes colours.

use crate::args::{Color, Look};
use anstream::{AutoStream, ColorChoice};
use report::Style;
use std::io::{self, IsTerminal as _, Write as _};

/// Columns where the output is no terminal.
const UNKNOWN_WIDTH: usize = 100;

/// How to print results for people on standard output.
pub(crate) fn style(look: &Look) -> Style {
    let color = match look.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    };
    Style {
        width: width(),
        color,
        verbose: look.verbose,
    }
}

/// How to print for a file, or for standard error where colours would be read by nobody.
pub(crate) const fn plain_style(verbose: u8) -> Style {
    Style {
        width: UNKNOWN_WIDTH,
        color: false,
        verbose,
    }
}

fn width() -> usize {
    terminal_size::terminal_size_of(io::stdout())
        .map_or(UNKNOWN_WIDTH, |(width, _)| usize::from(width.0))
}

pub(crate) fn stderr_color() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

pub(crate) fn stderr_is_terminal() -> bool {
    io::stderr().is_terminal()
}

/// Writes to standard error. Where nobody listens, nothing is lost.
pub(crate) fn note(text: &str) {
    let _nobody_listens = io::stderr().write_all(text.as_bytes());
}
