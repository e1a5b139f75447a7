//! `probes/<id>/probe.toml` → `probes/src/catalogue.rs` and `probes/README.md`.

use crate::rubric::Words;
use crate::{Output, read, rustfmt};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const ROOM: &str = "probes";
const RUBRIC: &str = "crates/gate-engine/rubric.toml";

/// What `probe.toml` holds. The folder's name is the id.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Probe {
    title: String,
    question: String,
    why: String,
    how: String,
    remedy: String,
    #[serde(default)]
    facets: Vec<String>,
    severity: Severity,
    reach: Reach,
    #[serde(default)]
    listing: bool,
    #[serde(default)]
    covers: Vec<String>,
    since: String,
    reference: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    from: String,
    says: String,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
enum Severity {
    Info,
    Warning,
    Error,
}

#[derive(Deserialize, Clone, Copy, Debug)]
#[serde(rename_all = "snake_case")]
enum Reach {
    Listing,
    Questions,
    Protocol,
    Calls,
}

/// What the rubric says about its checks; its own generator reads the rest.
#[derive(Deserialize)]
struct Rubric {
    criterion: Vec<Criterion>,
    critical: Vec<Critical>,
}

#[derive(Deserialize)]
struct Criterion {
    id: String,
    rung: u8,
    #[serde(default)]
    checks: Vec<String>,
}

#[derive(Deserialize)]
struct Critical {
    id: String,
    #[serde(default)]
    confirmed_by: Vec<String>,
    #[serde(default)]
    cleared_by: Vec<String>,
}

/// The files made from the probes' folders.
pub(crate) fn outputs(root: &Path) -> Result<Vec<Output>, String> {
    let words = Words::of(root)?;
    let probes = probes(root)?;
    let feeds = feeds(&read(root, RUBRIC)?)?;
    let mut problems: Vec<String> = probes
        .iter()
        .flat_map(|(id, probe)| problems(id, probe, &words))
        .collect();
    problems.extend(unprovided(&feeds, &probes));
    if !problems.is_empty() {
        return Err(problems.join("\n"));
    }
    let catalogue = Output {
        path: "probes/src/catalogue.rs",
        content: rustfmt(&source(&probes, &words))?,
    };
    let readme = Output {
        path: "probes/README.md",
        content: readme(&probes, &feeds),
    };
    Ok(vec![catalogue, readme])
}

/// The probes that cover each row of the checks.
pub(crate) fn covers(root: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let mut covers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, probe) in probes(root)? {
        for row in probe.covers {
            covers.entry(row).or_default().push(id.clone());
        }
    }
    Ok(covers)
}

/// Every folder that holds a `probe.toml`, by name.
fn probes(root: &Path) -> Result<BTreeMap<String, Probe>, String> {
    let folder = root.join(ROOM);
    let entries = std::fs::read_dir(&folder).map_err(|error| format!("{ROOM}: {error}"))?;
    let mut probes = BTreeMap::new();
    for entry in entries {
        let entry = entry.map_err(|error| format!("{ROOM}: {error}"))?;
        let id = entry.file_name().to_string_lossy().into_owned();
        if !entry.path().is_dir() || matches!(id.as_str(), "src" | "target") {
            continue;
        }
        let path = format!("{ROOM}/{id}/probe.toml");
        let probe =
            toml::from_str(&read(root, &path)?).map_err(|error| format!("{path}: {error}"))?;
        for kind in ["detect.rs", "cases"] {
            if !entry.path().join(kind).exists() {
                return Err(format!("{ROOM}/{id}: `{kind}` is missing"));
            }
        }
        probes.insert(id, probe);
    }
    Ok(probes)
}

/// Which criteria and critical failures each check feeds.
fn feeds(rubric: &str) -> Result<BTreeMap<String, Vec<String>>, String> {
    let rubric: Rubric = toml::from_str(rubric).map_err(|error| format!("{RUBRIC}: {error}"))?;
    let mut feeds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for criterion in rubric.criterion {
        for check in criterion.checks {
            feeds
                .entry(check)
                .or_default()
                .push(format!("{} ({})", criterion.id, criterion.rung));
        }
    }
    for critical in rubric.critical {
        for check in critical
            .confirmed_by
            .into_iter()
            .chain(critical.cleared_by)
            .collect::<BTreeSet<_>>()
        {
            feeds.entry(check).or_default().push(critical.id.clone());
        }
    }
    Ok(feeds)
}

/// Checks of the rubric that no probe provides. What the engine computes itself has a colon in its name.
fn unprovided<'a>(
    feeds: &'a BTreeMap<String, Vec<String>>,
    probes: &'a BTreeMap<String, Probe>,
) -> impl Iterator<Item = String> + 'a {
    let missing = feeds
        .keys()
        .filter(|check| !check.contains(':') && !probes.contains_key(*check));
    missing.map(|check| format!("{RUBRIC}: no probe is named `{check}`"))
}

/// Everything that is wrong with one probe.
fn problems(id: &str, probe: &Probe, words: &Words) -> Vec<String> {
    let mut problems = Vec::new();
    let mut wrong = |what: String| problems.push(format!("{ROOM}/{id}/probe.toml: {what}"));
    let legal = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    if !id.split('-').all(legal) {
        wrong("the folder's name is no id; use a-z, 0-9 and single hyphens".to_owned());
    }
    if !probe.question.ends_with('?') {
        wrong("`question` is no question".to_owned());
    }
    for (member, text) in [
        ("why", &probe.why),
        ("how", &probe.how),
        ("remedy", &probe.remedy),
    ] {
        if !text.ends_with('.') {
            wrong(format!("`{member}` does not end with a full stop"));
        }
    }
    let texts = [
        &probe.title,
        &probe.question,
        &probe.why,
        &probe.how,
        &probe.remedy,
        &probe.since,
    ];
    if texts
        .into_iter()
        .chain(probe.reference.iter().flat_map(|r| [&r.from, &r.says]))
        .any(|text| text.trim().is_empty())
    {
        wrong("a text is empty".to_owned());
    }
    if probe.reference.is_empty() {
        wrong("`reference` is missing: where does it come from?".to_owned());
    }
    for facet in probe
        .facets
        .iter()
        .filter(|facet| !words.facets.contains_key(*facet))
    {
        wrong(format!("`{facet}` is no facet"));
    }
    let row = |row: &str| {
        row.split_once('-')
            .is_some_and(|(group, n)| group.len() == 2 && n.len() == 2)
    };
    for bad in probe.covers.iter().filter(|covers| !row(covers)) {
        wrong(format!("`{bad}` is no row of the checks, such as TL-01"));
    }
    problems
}

/// The Rust source of the catalogue, not yet formatted. The data is valid, so every facet has its variant.
fn source(probes: &BTreeMap<String, Probe>, words: &Words) -> String {
    let mut out = String::from(
        "//! Every probe as constants. Generated by `cargo xtask generate` from the folders: edit those, not this.\n\n\
         use crate::{Definition, Probe, Reach, Severity, settle};\nuse gate_engine::Facet;\n\n",
    );
    for id in probes.keys() {
        let _ = writeln!(out, "#[path = \"../{id}/detect.rs\"]\nmod {};", module(id));
    }
    let _ = write!(
        out,
        "\n/// Every probe, sorted by id.\npub(crate) static CATALOGUE: &[Probe] = &["
    );
    for id in probes.keys() {
        let _ = write!(
            out,
            "Probe {{ definition: &{}, detect: |view| settle({}::detect(view)) }},",
            module(id).to_uppercase(),
            module(id)
        );
    }
    out.push_str("];\n\n");
    for (id, probe) in probes {
        let facets: Vec<String> = probe
            .facets
            .iter()
            .filter_map(|facet| Some(format!("Facet::{}", words.facets.get(facet)?)))
            .collect();
        let references: Vec<String> = probe
            .reference
            .iter()
            .map(|r| format!("({:?}, {:?})", r.from, r.says))
            .collect();
        let _ = write!(
            out,
            "static {}: Definition = Definition {{ id: {id:?}, title: {:?}, question: {:?}, why: {:?}, how: {:?}, remedy: {:?}, \
             facets: &[{}], severity: Severity::{:?}, reach: Reach::{:?}, listing: {}, covers: &{:?}, references: &[{}], since: {:?} }};\n\n",
            module(id).to_uppercase(),
            probe.title,
            probe.question,
            probe.why,
            probe.how,
            probe.remedy,
            facets.join(", "),
            probe.severity,
            probe.reach,
            probe.listing,
            probe.covers,
            references.join(", "),
            probe.since,
        );
    }
    out
}

fn module(id: &str) -> String {
    id.replace('-', "_")
}

/// The page of probes.
fn readme(probes: &BTreeMap<String, Probe>, feeds: &BTreeMap<String, Vec<String>>) -> String {
    let mut out = format!(
        "# Probes\n\nA probe is a folder: one question about a server, phrased so that yes is the ready answer. \
         `probe.toml` says what is asked, why, and how to mend what is found; `detect.rs` answers from the recorded facts and sends nothing; \
         `cases/` proves that it fires and that it stays quiet.\n\n\
         To add one, add a folder and run `cargo xtask generate`, which writes this page and `src/catalogue.rs`; a test fails once where they are stale.\n\n\
         {} probes, {} of which feed the rubric. *Feeds* names criteria with their rung, and critical failures; *covers* names rows of \
         `checks.md`; *worst* is the severity of the worst finding.\n\n\
         | probe | question | facets | feeds | covers | worst |\n|---|---|---|---|---|---|\n",
        probes.len(),
        probes.keys().filter(|id| feeds.contains_key(*id)).count(),
    );
    for (id, probe) in probes {
        let fed = feeds
            .get(id)
            .map(Vec::as_slice)
            .unwrap_or_default()
            .join("<br>");
        let severity = format!("{:?}", probe.severity).to_lowercase();
        let question = probe.question.replace('|', "\\|");
        let _ = writeln!(
            out,
            "| [`{id}`]({id}/probe.toml) | {question} | {} | {fed} | {} | {severity} |",
            probe.facets.join("<br>"),
            probe.covers.join(" "),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(id: &str, change: impl FnOnce(&str) -> String) -> String {
        let root = crate::root();
        let text = read(&root, "probes/tool-schemas/probe.toml").expect("the probe is there");
        let probe: Probe = toml::from_str(&change(&text)).expect("it can be read");
        problems(id, &probe, &Words::of(&root).expect("the words are there")).join("\n")
    }

    #[test]
    fn each_fault_in_a_probe_is_named() {
        assert_eq!(problems_of("tool-schemas", str::to_owned), "");
        assert!(problems_of("Tool--schemas", str::to_owned).contains("no id"));
        assert!(
            problems_of("a", |text| text.replace("schema?\"", "schema\"")).contains("no question")
        );
        assert!(
            problems_of("a", |text| text
                .replace("tools.input_schemas", "tools.input_shapes"))
            .contains("no facet")
        );
        assert!(
            problems_of("a", |text| text.replace("\"TL-01\"", "\"TL1\""))
                .contains("`TL1` is no row")
        );
    }

    #[test]
    fn a_check_that_no_probe_provides_is_named() {
        let feeds = feeds("[[criterion]]\nid = \"a.b\"\nrung = 1\nchecks = [\"nobody-asks\", \"surface:x\"]\n[[critical]]\nid = \"c\"\n").expect("valid");
        let missing: Vec<String> = unprovided(&feeds, &BTreeMap::new()).collect();
        assert_eq!(
            missing,
            ["crates/gate-engine/rubric.toml: no probe is named `nobody-asks`"]
        );
    }
}
