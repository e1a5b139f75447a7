//! Documents to standard output and to files. The format never alters the exit code.

use crate::args::{Format, Look, Output};
use crate::failure::Failure;
use crate::{files, terminal};
use report::{Origin, Style};
use review::{Exit, Review};
use std::io::{self, Write as _};
use std::path::Path;

/// Fails where a document could not be written later.
pub(crate) fn check(output: &Output) -> Result<(), Failure> {
    output
        .output
        .iter()
        .try_for_each(|(_, path)| files::check_writable(path))
}

/// Writes every document that was asked for and returns the exit code.
pub(crate) fn write(
    review: &Review,
    output: &Output,
    look: &Look,
    transcript: Option<&Path>,
) -> Result<u8, Failure> {
    let saved = transcript.map(|path| path.display().to_string());
    let origin = Origin {
        tool_version: env!("CARGO_PKG_VERSION"),
        transcript: saved.as_deref(),
    };
    stdout(&document(
        review,
        output.format,
        terminal::style(look),
        origin,
    ));
    for (format, path) in &output.output {
        files::write(
            path,
            document(review, *format, terminal::plain_style(look.verbose), origin).as_bytes(),
        )?;
    }
    Ok(review.exits.first().copied().unwrap_or(Exit::Reached) as u8)
}

fn document(review: &Review, format: Format, style: Style, origin: Origin<'_>) -> String {
    match format {
        Format::Human => report::human(review, style),
        Format::Json => report::json(review, origin),
        Format::Markdown => report::markdown(review, origin),
    }
}

/// Writes to standard output. A reader who has seen enough closes the pipe: that is no failure.
pub(crate) fn stdout(text: &str) {
    let mut out = io::stdout().lock();
    let _reader_left = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
