//! `diff`: what changed between two locks or runs.

use super::{not_whole, one, opened, read_from};
use crate::args::lock::Diff;
use crate::args::{Format, Look};
use crate::failure::Failure;
use crate::{judging, run, terminal};
use lock::Listed;
use review::Exit;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

pub(crate) fn diff(args: &Diff, look: &Look) -> Result<u8, Failure> {
    let record = args
        .record
        .as_deref()
        .map(judging::read_record)
        .transpose()?;
    let (old, new) = (
        listed(&args.old, args.server.as_deref())?,
        listed(&args.new, args.server.as_deref())?,
    );
    let changes = lock::changes(&old, &new);
    let touched = record.map(|record| lock::touched(&changes, &record.engine));
    let touched = touched.as_deref();
    let mut out = BufWriter::new(io::stdout().lock());
    let names = [&args.old, &args.new].map(|path| path.display().to_string());
    // A reader who has seen enough closes the pipe: that is no failure.
    let _reader_left = match args.format {
        Format::Json => report::diff_json(&changes, touched, &mut out),
        Format::Human | Format::Markdown => {
            let style = terminal::style(look);
            let page = report::diff_page(&names[0], &names[1], &changes, touched, style);
            out.write_all(page.as_bytes())
        }
    }
    .and_then(|()| out.flush());
    Ok(match changes.is_empty() {
        true => Exit::Reached,
        false => Exit::Differs,
    } as u8)
}

/// What a file lists: a lock, of which one server is meant, or a transcript.
fn listed(path: &Path, server: Option<&str>) -> Result<Listed, Failure> {
    let (file, is_run) = opened(path, "give a lock or a transcript")?;
    if is_run {
        let facts = run::facts_of(file, path)?;
        // What a missing page would have listed is not gone.
        if facts.pin.is_none() || !facts.inventory.is_whole() {
            return Err(not_whole(path, "compare"));
        }
        let judged = judge::judge(&facts);
        return Ok(Listed::seen(&facts, &judged));
    }
    let lock = read_from(file, path)?;
    Ok(Listed::locked(one(&lock, server, path)?))
}
