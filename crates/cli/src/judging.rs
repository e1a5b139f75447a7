//! What a review is made from, read before anything is started.

use crate::args::Judge;
use crate::args::record::Held;
use crate::failure::Failure;
use crate::{files, run, terminal};
use evidence::Facts;
use gate_engine::{Gate, Policy};
use jiff::civil::Date;
use record::ReviewRecord;
use review::{Input, Review};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Record, policy and what else the caller asked for.
#[derive(Debug)]
pub(crate) struct Judging {
    record: Option<ReviewRecord>,
    record_path: PathBuf,
    policy: Policy,
    exclude: BTreeSet<String>,
    require: Option<Gate>,
    now: Option<Date>,
}

impl Judging {
    pub(crate) fn read(judge: &Judge) -> Result<Self, Failure> {
        Ok(Self {
            record: judge.record.as_deref().map(read_record).transpose()?,
            record_path: judge.record.clone().unwrap_or_default(),
            policy: judge
                .basis
                .policy
                .as_deref()
                .map(read_policy)
                .transpose()?
                .unwrap_or_default(),
            exclude: judge.basis.exclude.iter().cloned().collect(),
            require: judge.require,
            now: judge.basis.now,
        })
    }

    /// Keeps more tools from the agent.
    pub(crate) fn exclude(&mut self, tools: BTreeSet<String>) {
        self.exclude.extend(tools);
    }

    /// Judges a recorded run, on the day of the run unless told otherwise.
    pub(crate) fn facts(self, facts: Facts) -> Result<Review, Failure> {
        let now = match self.now {
            Some(now) => now,
            None => day(&facts.header.started)?,
        };
        self.judge(Some(facts), now)
    }

    /// Judges the record alone.
    pub(crate) fn alone(self) -> Result<Review, Failure> {
        let now = self.now.unwrap_or_else(today);
        self.judge(None, now)
    }

    fn judge(self, facts: Option<Facts>, now: Date) -> Result<Review, Failure> {
        let Self {
            record,
            policy,
            exclude,
            require,
            record_path,
            ..
        } = self;
        let review = review::review(Input {
            facts,
            record,
            policy,
            now,
            exclude,
            require,
        });
        if review.problems.is_empty() {
            return Ok(review);
        }
        Err(wrong(&record_path, "review record", &review.problems))
    }
}

/// A record held against a run or, where none is named, judged alone.
pub(crate) fn held(args: &Held) -> Result<Review, Failure> {
    let judging = Judging::read(&Judge {
        require: None,
        record: Some(args.record.clone()),
        basis: args.basis.clone(),
    })?;
    match &args.transcript {
        Some(path) => judging.facts(run::read_facts(path)?),
        None => judging.alone(),
    }
}

/// Today, in UTC.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}

/// The day of an RFC 3339 time.
pub(crate) fn day(started: &str) -> Result<Date, Failure> {
    let day = started.get(..10).and_then(|day| day.parse().ok());
    day.ok_or_else(|| {
        Failure::new(
            "the transcript does not say when it was recorded (`started` on its first line)",
            "give the date of the decision: --now 2026-11-22",
        )
    })
}

pub(crate) fn read_record(path: &Path) -> Result<ReviewRecord, Failure> {
    let text = files::read_text(path, "check the path of the review record")?;
    record::read_record(&text).map_err(|problems| wrong(path, "review record", &problems))
}

/// The record of each of these servers that has one in the folder. What lies at a record's place and cannot be read is an
/// error: its server would else be judged as one without.
pub(crate) fn read_records(
    folder: &Path,
    servers: &BTreeSet<&str>,
) -> Result<BTreeMap<String, ReviewRecord>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::new(
            format!("--records {}: there is no such directory", folder.display()),
            "name the directory that holds NAME.toml for each server",
        ));
    }
    let mut records = BTreeMap::new();
    for server in servers {
        let path = folder.join(record::file_name(server));
        if path.symlink_metadata().is_ok() {
            records.insert((*server).to_owned(), read_record(&path)?);
        }
    }
    Ok(records)
}

pub(crate) fn read_policy(path: &Path) -> Result<Policy, Failure> {
    let text = files::read_text(path, "check the path given to --policy")?;
    record::read_policy(&text).map_err(|problems| wrong(path, "policy", &problems))
}

/// Prints every problem; what remains to say is how many.
pub(crate) fn wrong(path: &Path, what: &str, problems: &[record::Problem]) -> Failure {
    let name = path.display().to_string();
    terminal::note(&report::problems(&name, problems, terminal::plain_style(0)));
    let many = if problems.len() == 1 {
        "1 problem".to_owned()
    } else {
        format!("{} problems", problems.len())
    };
    Failure::new(
        format!("{many} in the {what} {name}"),
        "mend what is named above; nothing was judged",
    )
}
