//! `record new`, `record show`, `record add`.

mod slips;

use crate::args::record::{Add, Answer, Held, New, RecordCommand, Signed};
use crate::args::{Judge, Look};
use crate::failure::Failure;
use crate::judging::{self, Judging};
use crate::{files, output, run, terminal};
use record::{Addition, Part, Problem, Value};
use review::Review;
use std::path::{Path, PathBuf};

pub(crate) fn record(command: &RecordCommand, look: &Look) -> Result<u8, Failure> {
    match command {
        RecordCommand::New(args) => new(args),
        RecordCommand::Show(args) => show(args, look),
        RecordCommand::Add(what) => add(what),
    }
}

fn new(args: &New) -> Result<u8, Failure> {
    let facts = run::read_facts(&args.transcript)?;
    let review = Judging::read(&Judge::default())?.facts(facts)?;
    let path = match &args.records {
        Some(folder) => Some(place(folder, args.server.as_deref(), &review)?),
        None => args.output.clone(),
    };
    let tool = concat!("mcp-gatecheck ", env!("CARGO_PKG_VERSION"));
    let text = report::new_record(&review, tool, args.by.as_deref());
    let Some(path) = path else {
        output::stdout(&text);
        return Ok(0);
    };
    free(&path, args.force)?;
    files::make(&path, |out| out.write_all(text.as_bytes()))?;
    let name = report::quoted(&path.display().to_string());
    let run = report::quoted(&args.transcript.display().to_string());
    terminal::note(&format!(
        "{name} is begun; see what it lacks:  mcp-gatecheck record show {name} {run}\n"
    ));
    Ok(0)
}

/// Fails where a file is there already and nobody said that it may go.
fn free(path: &Path, force: bool) -> Result<(), Failure> {
    files::check_writable(path)?;
    if path.symlink_metadata().is_err() || force {
        return Ok(());
    }
    Err(Failure::new(
        format!("{} is there already", path.display()),
        "name another file, or add --force to write over it; `record add` adds to it",
    ))
}

/// The place of a server's record in a folder of records.
fn place(folder: &Path, server: Option<&str>, review: &Review) -> Result<PathBuf, Failure> {
    let own = || report::server_name_of(review);
    let name = server.map(str::to_owned).or_else(own).ok_or_else(|| {
        Failure::new(
            "the server gives itself no name",
            "say how a client is configured with it: --server NAME",
        )
    })?;
    Ok(folder.join(record::file_name(&name)))
}

fn show(args: &Held, look: &Look) -> Result<u8, Failure> {
    let review = judging::held(args)?;
    let ways = review::ways(&review);
    output::stdout(&report::record_page(&review, &ways, terminal::style(look)));
    Ok(0)
}

fn add(what: &Add) -> Result<u8, Failure> {
    slips::refuse(what, judging::today())?;
    let (path, addition) = addition(what)?;
    let _turn = files::turn(path);
    let text = files::read_text(
        path,
        "check the path of the review record; `record new` begins one",
    )?;
    let before = record::read_record(&text);
    before.map_err(|problems| judging::wrong(path, "review record", &problems))?;
    let (new, record) =
        record::add(&text, &addition).map_err(|problems| refused(path, &problems))?;
    if new == text {
        terminal::note(&format!("{} says so already\n", path.display()));
        return Ok(0);
    }
    files::make(path, |out| out.write_all(new.as_bytes()))?;
    for tool in slips::unknown_tools(what, &record) {
        terminal::note(&format!(
            "{}: the record names no tool {}; if it is a slip, take out what was just added\n",
            path.display(),
            report::quoted(tool)
        ));
    }
    Ok(0)
}

/// The record is well, and would not be with the addition: the first reason, in the words of the command line.
fn refused(path: &Path, problems: &[Problem]) -> Failure {
    let Some(problem) = problems.first() else {
        return Failure::new("nothing was added", "");
    };
    let field = problem.field.rsplit('.').next().unwrap_or_default();
    let next = match (field, problem.what.as_str()) {
        ("by", "is missing") => {
            "give --by PERSON, or write `by = \"…\"` under `[defaults]`".to_owned()
        }
        _ => problem.remedy.clone(),
    };
    Failure::new(
        format!(
            "nothing was added to {}: {}: {}",
            path.display(),
            problem.field,
            problem.what
        ),
        next,
    )
}

fn addition(what: &Add) -> Result<(&Path, Addition), Failure> {
    let text = |key, text: &str| (key, Value::Text(text.to_owned()));
    let texts = |key, texts: &[String]| (key, Value::Texts(texts.to_vec()));
    let (to, part, mut fields, signed) = match what {
        Add::Attestation {
            to,
            facet,
            criterion,
            answer,
            says,
            backing,
        } => {
            let facets = facet.iter().map(|facet| facet.id().to_owned()).collect();
            let mut fields = vec![
                ("facets", Value::Texts(facets)),
                texts("criteria", criterion),
            ];
            match answer {
                Answer::Yes => {}
                Answer::No => fields.push(text("answer", "no")),
                Answer::NotApplicable => fields.push(text("answer", "not_applicable")),
            }
            fields.extend(says.iter().map(|says| text("says", says)));
            fields.push(texts("evidence", &backing.evidence));
            (to, Part::Attestation, fields, Some(&backing.signed))
        }
        Add::Score {
            to,
            dimension,
            score,
            because,
            backing,
        } => {
            let fields = vec![
                text("dimension", dimension.id()),
                ("score", Value::Points(*score)),
                text("because", because),
                texts("evidence", &backing.evidence),
            ];
            (to, Part::Score, fields, Some(&backing.signed))
        }
        Add::Source { to, kind, link } => {
            let fields = vec![text("kind", kind.id()), text("ref", link)];
            (to, Part::Source, fields, None)
        }
        Add::Bound {
            to,
            tool,
            says,
            backing,
        } => {
            let fields = vec![
                texts("tools", tool),
                text("says", says),
                texts("evidence", &backing.evidence),
            ];
            (to, Part::Bound, fields, Some(&backing.signed))
        }
        Add::Approver {
            to,
            tool,
            category,
            person,
            signed,
        } => {
            let categories = category.iter().map(|one| one.id().to_owned()).collect();
            let fields = vec![
                texts("tools", tool),
                ("categories", Value::Texts(categories)),
                text("person", person),
            ];
            (to, Part::Approver, fields, Some(signed))
        }
        Add::Sensitive {
            to,
            class,
            because,
            backing,
        } => {
            let fields = vec![
                text("class", class.id()),
                text("accepted_because", because),
                texts("evidence", &backing.evidence),
            ];
            (to, Part::Sensitive, fields, Some(&backing.signed))
        }
        Add::Acceptance {
            to,
            probe,
            subject,
            reason,
            until,
            by,
        } => {
            let mut fields = vec![
                text("probe", probe),
                text("subject", subject),
                text("reason", reason),
                ("until", Value::Day(*until)),
            ];
            fields.extend(by.iter().map(|by| text("by", by)));
            (to, Part::Accept, fields, None)
        }
        Add::Exclusion { to, tool, signed } => {
            (to, Part::Exclude, vec![texts("tools", tool)], Some(signed))
        }
        Add::Limit { to, says } => (to, Part::Limit, vec![text("says", says)], None),
        Add::Confirmation { to, says, signed } => (
            to,
            Part::Confirmation,
            vec![text("says", says)],
            Some(signed),
        ),
        Add::NextReview {
            to,
            owner,
            on,
            check,
        } => {
            let fields = vec![
                text("owner", owner),
                ("on", Value::Day(*on)),
                texts("checks", check),
            ];
            (to, Part::NextReview, fields, None)
        }
        Add::Pin { to, transcript } => (to, Part::Pin, vec![pin(transcript)?], None),
    };
    fields.extend(signed.into_iter().flat_map(signature));
    Ok((&to.record, Addition { part, fields }))
}

fn signature(signed: &Signed) -> Vec<(&'static str, Value)> {
    let by = signed.by.iter().map(|by| ("by", Value::Text(by.clone())));
    by.chain([("on", Value::Day(signed.on.unwrap_or_else(judging::today)))])
        .collect()
}

/// The digest of what a run listed.
fn pin(transcript: &Path) -> Result<(&'static str, Value), Failure> {
    let facts = run::read_facts(transcript)?;
    let digest = facts.pin.ok_or_else(|| {
        Failure::new(
            format!("{} holds no whole listing to pin", transcript.display()),
            "give a run in which every page was listed",
        )
    })?;
    Ok(("digest", Value::Text(digest)))
}
