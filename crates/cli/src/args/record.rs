//! `record new`, `record show` and `record add`.

use super::{Basis, date, words};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use gate_engine::{Approval, Dimension, Facet, Sensitive, SourceKind};
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum RecordCommand {
    /// Begin a review record from a recorded run: what was seen filled in, what is missing asked
    New(New),
    /// What a record lacks for each gate, and who must approve what
    Show(Held),
    /// Add to a record; its comments and its order stay as they are
    #[command(subcommand)]
    Add(Box<Add>),
}

#[derive(Debug, Args)]
pub(crate) struct New {
    /// The run that it is about, as `probe --transcript` saved it
    #[arg(value_name = "TRANSCRIPT")]
    pub(crate) transcript: PathBuf,
    /// The new file; without it, standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Put it into this folder of records, where `check --records` finds it by the server's name
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(crate) records: Option<PathBuf>,
    /// The name by which a client is configured with the server [default: the name that it gives itself]
    #[arg(long, value_name = "NAME", requires = "records")]
    pub(crate) server: Option<String>,
    /// Who will review
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub(crate) force: bool,
}

/// A record, and what it is held against.
#[derive(Debug, Args)]
pub(crate) struct Held {
    /// The review record
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
    /// A run to hold it against; without one the record is judged alone
    #[arg(value_name = "TRANSCRIPT")]
    pub(crate) transcript: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
}

/// The record that is added to.
#[derive(Debug, Args)]
pub(crate) struct To {
    /// The review record
    #[arg(value_name = "RECORD")]
    pub(crate) record: PathBuf,
}

/// Who says so, on what evidence, and when.
#[derive(Debug, Args)]
#[command(next_help_heading = "Who says so")]
pub(crate) struct Backing {
    /// A link, or `screenshot:PATH`, `command: …`, `note: …`; may be given again
    #[arg(long, value_name = "EVIDENCE", required = true)]
    pub(crate) evidence: Vec<String>,
    #[command(flatten)]
    pub(crate) signed: Signed,
}

/// Who says so, and when.
#[derive(Debug, Args)]
#[command(next_help_heading = "Who says so")]
pub(crate) struct Signed {
    /// The person [default: the record's own]
    #[arg(long, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    /// The day [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) on: Option<Date>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Answer {
    /// It is so
    Yes,
    /// It is not so
    No,
    /// The question does not arise
    #[value(name = "not_applicable")]
    NotApplicable,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Add {
    /// Answer facets or criteria
    Attestation {
        #[command(flatten)]
        to: To,
        /// A facet: `list facets`
        #[arg(long, value_name = "FACET", value_parser = words(Facet::ALL, Facet::id, Facet::from_id), hide_possible_values = true, required_unless_present = "criterion")]
        facet: Vec<Facet>,
        /// A criterion: `list criteria`
        #[arg(long, value_name = "CRITERION")]
        criterion: Vec<String>,
        /// The answer
        #[arg(long, value_enum, default_value_t = Answer::Yes)]
        answer: Answer,
        /// What was looked at and what it showed
        #[arg(long, value_name = "TEXT")]
        says: Option<String>,
        #[command(flatten)]
        backing: Backing,
    },
    /// Score a dimension
    Score {
        #[command(flatten)]
        to: To,
        /// The dimension
        #[arg(long, value_name = "DIMENSION", value_parser = words(Dimension::ALL, Dimension::id, Dimension::from_id))]
        dimension: Dimension,
        /// 0 to 3
        #[arg(long, value_name = "POINTS", value_parser = clap::value_parser!(u8).range(0..=3))]
        score: u8,
        /// What it rests on
        #[arg(long, value_name = "TEXT")]
        because: String,
        #[command(flatten)]
        backing: Backing,
    },
    /// Link a source
    Source {
        #[command(flatten)]
        to: To,
        /// Its kind
        #[arg(long, value_name = "KIND", value_parser = words(SourceKind::ALL, SourceKind::id, SourceKind::from_id))]
        kind: SourceKind,
        /// Where it is found
        #[arg(long = "ref", value_name = "URL")]
        link: String,
    },
    /// Evidence what limits a broad tool where the agent runs
    Bound {
        #[command(flatten)]
        to: To,
        /// A tool that it bounds
        #[arg(long, value_name = "TOOL", required = true)]
        tool: Vec<String>,
        /// The limit
        #[arg(long, value_name = "TEXT")]
        says: String,
        #[command(flatten)]
        backing: Backing,
    },
    /// Name who approves each call of a tool, or of a category of tools
    Approver {
        #[command(flatten)]
        to: To,
        /// A tool
        #[arg(long, value_name = "TOOL", required_unless_present = "category")]
        tool: Vec<String>,
        /// A category
        #[arg(long, value_name = "CATEGORY", value_parser = words(Approval::ALL, Approval::id, Approval::from_id))]
        category: Vec<Approval>,
        /// Who approves
        #[arg(long, value_name = "PERSON")]
        person: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// Accept that tools reach a class of sensitive data
    Sensitive {
        #[command(flatten)]
        to: To,
        /// The class
        #[arg(long, value_name = "CLASS", value_parser = words(Sensitive::ALL, Sensitive::id, Sensitive::from_id))]
        class: Sensitive,
        /// Why that is acceptable
        #[arg(long, value_name = "TEXT")]
        because: String,
        #[command(flatten)]
        backing: Backing,
    },
    /// Accept a finding until a day; it stays in the report, and changes no gate
    Acceptance {
        #[command(flatten)]
        to: To,
        /// The probe that found it: `list probes`
        #[arg(long, value_name = "PROBE", value_parser = PossibleValuesParser::new(report::probe_ids()), hide_possible_values = true)]
        probe: String,
        /// What it is about: the tool, parameter or resource; `server` for the whole
        #[arg(long, value_name = "NAME")]
        subject: String,
        /// Why it is acceptable
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// The last day on which it is
        #[arg(long, value_name = "DATE", value_parser = date)]
        until: Date,
        /// Who accepts it [default: the record's own]
        #[arg(long, value_name = "PERSON")]
        by: Option<String>,
    },
    /// Keep tools from the agent; the client's configuration must do so
    Exclusion {
        #[command(flatten)]
        to: To,
        /// A tool
        #[arg(long, value_name = "TOOL", required = true)]
        tool: Vec<String>,
        #[command(flatten)]
        signed: Signed,
    },
    /// A known limit, in your words
    Limit {
        #[command(flatten)]
        to: To,
        /// The limit
        #[arg(long, value_name = "TEXT")]
        says: String,
    },
    /// Confirm that no critical failure remains
    Confirmation {
        #[command(flatten)]
        to: To,
        /// What was looked at
        #[arg(long, value_name = "TEXT")]
        says: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// When it is looked at again, and by whom
    NextReview {
        #[command(flatten)]
        to: To,
        /// By whom
        #[arg(long, value_name = "PERSON")]
        owner: String,
        /// When
        #[arg(long, value_name = "DATE", value_parser = date)]
        on: Date,
        /// What is looked at again; may be given again
        #[arg(long, value_name = "TEXT")]
        check: Vec<String>,
    },
    /// Pin it to what a run listed, once that was reviewed; what it states then counts for that
    Pin {
        #[command(flatten)]
        to: To,
        /// The run
        #[arg(value_name = "TRANSCRIPT")]
        transcript: PathBuf,
    },
}
