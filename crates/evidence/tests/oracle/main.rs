//! The tables of shapes held against the official JSON Schemas of the revisions: messages are made from the schemas, spoilt in
//! every place, and must get the same verdict from both. Where they may differ, and why, stands in `explained.rs`.
//!
//! The schemas are no part of the project: `GATECHECK_SCHEMAS` names their folder, else they are looked for beside it.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod examples;
mod explained;
mod schema;
mod seeds;
mod spoil;

use evidence::Side;
use evidence::revision::{ALL, Revision};
use evidence::shapes::{Part, Standing, check, standing};
use explained::{EXPLAINED, Stricter};
use schema::{Schema, Subject};
use serde_json::Value;
use spoil::Spoiler;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

/// The schemas of all revisions; nothing, said aloud, where they are not there.
fn schemas() -> Option<Vec<Schema>> {
    let all: Option<Vec<Schema>> = ALL.iter().map(Schema::read).collect();
    if all.is_none() {
        // What a test prints is shown only where it fails; what it writes always.
        let _nobody_listens = writeln!(
            std::io::stderr(),
            "skipped: no official schemas in {}; GATECHECK_SCHEMAS names another folder",
            schema::folder().display()
        );
    }
    all
}

#[test]
fn every_revision_has_the_methods_of_its_schema() {
    let Some(schemas) = schemas() else { return };
    let names: BTreeSet<String> = schemas
        .iter()
        .flat_map(|schema| schema.methods().into_keys())
        .map(|(_, _, name)| name)
        .collect();
    assert!(names.len() > 30, "{names:?}");
    for schema in &schemas {
        let has = schema.methods();
        for (from, name) in names
            .iter()
            .flat_map(|name| [(Side::Client, name), (Side::Server, name)])
        {
            for what in [Standing::Request, Standing::Notification] {
                assert_eq!(
                    standing(schema.revision, from, name) == what,
                    has.contains_key(&(from, what == Standing::Request, name.clone())),
                    "{name} from {from:?} in {}",
                    schema.revision.id
                );
            }
        }
    }
}

/// One verdict: whether something is wrong, by the schema and by the tables.
struct Verdicts {
    cases: usize,
    wrong: usize,
    differ: BTreeMap<(String, String), String>,
    used: BTreeSet<usize>,
}

impl Verdicts {
    fn hold(
        &mut self,
        revision: &'static Revision,
        subject: &Subject,
        (pointer, value): (&str, &Value),
        validator: &jsonschema::Validator,
    ) {
        let valid = validator.is_valid(value);
        let found = check(revision, part(subject), value);
        self.cases += 1;
        self.wrong += usize::from(!valid);
        if valid == found.is_empty() {
            return;
        }
        let stricter = if valid {
            Stricter::Tables
        } else {
            Stricter::Schema
        };
        let known = EXPLAINED
            .iter()
            .position(|known| known.covers(stricter, revision, subject, pointer));
        match known {
            Some(known) => drop(self.used.insert(known)),
            None => {
                let says = format!(
                    "{} {subject:?} at {pointer}: {stricter:?} stricter, {found:?} in {value}",
                    revision.id
                );
                let place = pointer.rsplit('/').take(2).collect();
                self.differ
                    .entry((format!("{subject:?}"), place))
                    .or_insert(says);
            }
        }
    }
}

fn part(subject: &Subject) -> Part<'_> {
    match subject {
        Subject::Request(from, method) => Part::Request(*from, method),
        Subject::Notification(from, method) => Part::Notification(*from, method),
        Subject::Result(from, method) => Part::Result(*from, method),
        Subject::Error => Part::Error,
        Subject::Item(kind) => Part::Item(*kind),
        Subject::Page => Part::Page,
    }
}

#[test]
fn tables_and_schemas_give_the_same_verdicts() {
    let Some(schemas) = schemas() else { return };
    // What one revision makes of a subject is shown to all that have it: what came later, or went, is seen like that.
    let mut made: BTreeMap<Subject, Vec<Value>> = seeds::all();
    for schema in &schemas {
        for (subject, rules) in schema.subjects() {
            let named = subject.clone();
            let all = made.entry(subject).or_default();
            for mut example in examples::of(schema, &rules) {
                if let Subject::Request(_, method) | Subject::Notification(_, method) = &named {
                    example["method"] = method.as_str().into();
                }
                if !all.contains(&example) {
                    all.push(example);
                }
            }
        }
    }
    let mut verdicts = Verdicts {
        cases: 0,
        wrong: 0,
        differ: BTreeMap::new(),
        used: BTreeSet::new(),
    };
    for schema in &schemas {
        let mut spoiler = Spoiler::default();
        for (subject, rules) in schema.subjects() {
            let validator = schema.compile(&rules);
            let examples = &made[&subject];
            assert!(
                examples.iter().any(|example| validator.is_valid(example)),
                "nothing good was made of {subject:?} in {}",
                schema.revision.id
            );
            for example in examples {
                verdicts.hold(schema.revision, &subject, ("", example), &validator);
            }
            for (pointer, value) in spoiler.all(examples) {
                verdicts.hold(schema.revision, &subject, (&pointer, &value), &validator);
            }
        }
    }
    eprintln!(
        "{} verdicts, {} of them on what is wrong",
        verdicts.cases, verdicts.wrong
    );
    let differ: Vec<&str> = verdicts
        .differ
        .values()
        .map(String::as_str)
        .take(40)
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    let stale: Vec<_> = EXPLAINED
        .iter()
        .enumerate()
        .filter(|(n, _)| !verdicts.used.contains(n))
        .map(|(_, stale)| stale.reason)
        .collect();
    assert!(stale.is_empty(), "no longer so: {stale:?}");
    assert!(verdicts.cases > 10_000 && verdicts.wrong > 1_000);
}
