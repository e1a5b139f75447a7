//! Documents to standard output and to files. The format never alters the exit code.

use crate::args::{Format, Look, Output};
use crate::failure::Failure;
use crate::{files, terminal};
use report::{Origin, Style};
use review::{Exit, Review};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;

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
    let mut out = BufWriter::new(io::stdout().lock());
    let written = document(
        review,
        output.format,
        terminal::style(look),
        origin,
        &mut out,
    );
    note_loss(written.and_then(|()| out.flush()));
    drop(out);
    let style = terminal::plain_style(look.verbose);
    for (format, path) in &output.output {
        files::make(path, |out| document(review, *format, style, origin, out))?;
    }
    Ok(review.exits.first().copied().unwrap_or(Exit::Reached) as u8)
}

fn document(
    review: &Review,
    format: Format,
    style: Style,
    origin: Origin<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Human => out.write_all(report::human(review, style).as_bytes()),
        Format::Json => report::json(review, origin, out),
        Format::Markdown => out.write_all(report::markdown(review, origin).as_bytes()),
    }
}

/// Writes to standard output.
pub(crate) fn stdout(text: &str) {
    let mut out = io::stdout().lock();
    note_loss(out.write_all(text.as_bytes()).and_then(|()| out.flush()));
}

/// Why something could not be written to standard output.
static LOSS: OnceLock<io::Error> = OnceLock::new();

/// A reader who has seen enough closes the pipe: that is no failure. Any other loss is told at the end.
fn note_loss(written: io::Result<()>) {
    if let Err(error) = written
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        let _first_counts = LOSS.set(error);
    }
}

/// What was lost of standard output: nobody may take what is there for the whole.
pub(crate) fn loss() -> Option<Failure> {
    LOSS.get().map(|error| {
        Failure::file(
            "write to",
            "standard output",
            error,
            "nothing may be taken from what is there: make room, or write to another place",
        )
    })
}
