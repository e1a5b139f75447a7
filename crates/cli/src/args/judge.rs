//! What a review is made from and how it is written: shared by the commands that judge.

use super::{date, gates};
use clap::{Args, ValueEnum};
use gate_engine::Gate;
use jiff::civil::Date;
use std::path::PathBuf;

/// What a decision rests on beside evidence.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Judging")]
pub(crate) struct Basis {
    /// An organisation's policy: it may tighten the built-in one
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// The date of the decision, as 2026-11-22 [default: the day of the run; without a run, today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) now: Option<Date>,
    /// A tool that is kept from the agent; may be repeated
    #[arg(long, value_name = "TOOL")]
    pub(crate) exclude: Vec<String>,
}

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Judging")]
pub(crate) struct Judge {
    /// The gate that must be reached; below it the exit code is 1
    #[arg(long, value_name = "GATE", value_parser = gates())]
    pub(crate) require: Option<Gate>,
    /// A review record: people's evidence about this server
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// What is written to standard output
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Write a format to a file too; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = format_path)]
    pub(crate) output: Vec<(Format, PathBuf)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: mcp-gatecheck/review/1
    Json,
    /// The evidence notes
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The transcript
    pub(crate) transcript: PathBuf,
    #[command(flatten)]
    pub(crate) judge: Judge,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The review record
    pub(crate) record: PathBuf,
    /// The gate that must be reached; below it the exit code is 1
    #[arg(long, value_name = "GATE", value_parser = gates(), help_heading = "Judging")]
    pub(crate) require: Option<Gate>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    #[command(flatten)]
    pub(crate) output: Output,
}

fn format_path(text: &str) -> Result<(Format, PathBuf), String> {
    let what = "give a format and a path: json=review.json";
    let (format, path) = text.split_once('=').ok_or(what)?;
    if path.is_empty() {
        return Err(what.to_owned());
    }
    let format = Format::from_str(format, false)
        .map_err(|_| format!("no format “{format}”: human, json or markdown"))?;
    Ok((format, PathBuf::from(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_name_format_and_path() {
        assert_eq!(
            format_path("json=a=b.json"),
            Ok((Format::Json, PathBuf::from("a=b.json")))
        );
        for wrong in ["json", "json=", "yaml=x", "=x"] {
            assert!(format_path(wrong).is_err(), "{wrong}");
        }
    }
}
