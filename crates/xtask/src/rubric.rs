//! `crates/gate-engine/rubric.toml` → `crates/gate-engine/src/rubric/table.rs`.

use crate::{Output, read, rustfmt};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const FILE: &str = "crates/gate-engine/rubric.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    human_rungs: Vec<String>,
    criterion: Vec<Criterion>,
    critical: Vec<Critical>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Criterion {
    id: String,
    rung: u8,
    statement: String,
    #[serde(default)]
    checks: Vec<String>,
    #[serde(default)]
    facets: Vec<String>,
    meets: Meets,
    #[serde(default)]
    not_applicable: bool,
    source: String,
}

#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Meets {
    Observed,
    ObservedOrAttested,
    Attested,
    Both,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Critical {
    id: String,
    #[serde(default)]
    confirmed_by: Vec<String>,
    #[serde(default)]
    cleared_by: Vec<String>,
    attested_by: Vec<String>,
}

/// The words that the data may use: outside spelling → variant, read from the engine's own source.
pub(crate) struct Words {
    dimensions: BTreeMap<String, String>,
    failures: BTreeMap<String, String>,
    pub(crate) facets: BTreeMap<String, String>,
}

/// The files made from the rubric.
pub(crate) fn outputs(root: &Path) -> Result<Vec<Output>, String> {
    let words = Words::of(root)?;
    let table = table(&read(root, FILE)?, &words)?;
    Ok(vec![Output {
        path: "crates/gate-engine/src/rubric/table.rs",
        content: rustfmt(&table)?,
    }])
}

/// The Rust source of the table, not yet formatted.
fn table(text: &str, words: &Words) -> Result<String, String> {
    let file: File = toml::from_str(text).map_err(|error| format!("{FILE}: {error}"))?;
    let problems = problems(&file, words);
    if !problems.is_empty() {
        return Err(problems
            .iter()
            .map(|problem| format!("{FILE}: {problem}\n"))
            .collect());
    }
    Ok(source(&file, words))
}

/// Everything that is wrong with the data.
fn problems(file: &File, words: &Words) -> Vec<String> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for Criterion {
        id,
        rung,
        statement,
        checks,
        facets,
        meets,
        source,
        ..
    } in &file.criterion
    {
        let mut wrong = |what: String| problems.push(format!("criterion `{id}`: {what}"));
        if !ids.insert(id) {
            wrong("stands twice".to_owned());
        }
        match id.split_once('.') {
            Some((dimension, name)) if words.dimensions.contains_key(dimension) => {
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                    wrong(format!("`{name}` is no name; use a-z and hyphens"));
                }
            }
            _ => wrong("starts with no dimension; use `dimension.name`".to_owned()),
        }
        if !(1..=3).contains(rung) {
            wrong(format!("rung {rung}; use 1, 2 or 3"));
        }
        if !statement.ends_with('.') || source.is_empty() {
            wrong("needs a statement, ending with a full stop, and a source".to_owned());
        }
        if checks.is_empty()
            && matches!(
                meets,
                Meets::Observed | Meets::ObservedOrAttested | Meets::Both
            )
        {
            wrong(format!("`meets` is {meets:?}, yet no check is named"));
        }
        for check in checks {
            if !is_check(check, words) {
                wrong(format!("`{check}` is no check id"));
            }
        }
        for name in twice(checks).chain(twice(facets)) {
            wrong(format!("`{name}` stands twice"));
        }
        for facet in facets
            .iter()
            .filter(|facet| !words.facets.contains_key(*facet))
        {
            wrong(format!("`{facet}` is no facet"));
        }
    }
    for dimension in words.dimensions.keys() {
        for rung in 1..=3 {
            if !file
                .criterion
                .iter()
                .any(|c| c.rung == rung && c.id.starts_with(&format!("{dimension}.")))
            {
                problems.push(format!("`{dimension}` has no criterion on rung {rung}: the rung would be met by nothing"));
            }
        }
    }
    for human in &file.human_rungs {
        if !matches!(human.split_once('/'), Some((d, "1" | "2" | "3")) if words.dimensions.contains_key(d))
        {
            problems.push(format!("human_rungs: `{human}` is no `dimension/rung`"));
        }
    }
    problems.extend(
        twice(&file.human_rungs).map(|human| format!("human_rungs: `{human}` stands twice")),
    );
    let mut failures = BTreeSet::new();
    for Critical {
        id,
        confirmed_by,
        cleared_by,
        attested_by,
    } in &file.critical
    {
        let mut wrong = |what: String| problems.push(format!("critical `{id}`: {what}"));
        if !failures.insert(id) {
            wrong("stands twice".to_owned());
        }
        if !words.failures.contains_key(id) {
            wrong("is no critical failure".to_owned());
        }
        for check in confirmed_by
            .iter()
            .chain(cleared_by)
            .filter(|check| check.contains(':') || !is_check(check, words))
        {
            wrong(format!("`{check}` is no check id"));
        }
        if attested_by.is_empty() {
            wrong("no facet is attested to clear it".to_owned());
        }
        for facet in attested_by
            .iter()
            .filter(|facet| !words.facets.contains_key(*facet))
        {
            wrong(format!("`{facet}` is no facet"));
        }
    }
    problems.extend(
        words
            .failures
            .keys()
            .filter(|id| !failures.contains(id))
            .map(|id| format!("critical `{id}` is missing")),
    );
    problems
}

/// Whether this is the id of a probe, or of a check that the engine computes itself.
fn is_check(id: &str, words: &Words) -> bool {
    match id.split_once(':') {
        Some(("surface", name)) => matches!(name, "no-broad-tool" | "sensitive-accepted"),
        Some(("critical", name)) => words.failures.contains_key(name),
        Some(_) => false,
        None => {
            !id.is_empty()
                && id
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        }
    }
}

/// The words that stand more than once.
fn twice(words: &[String]) -> impl Iterator<Item = &String> {
    words
        .iter()
        .enumerate()
        .filter(|(i, word)| words.iter().take(*i).any(|other| other == *word))
        .map(|(_, word)| word)
}

/// Writes the table. The data is valid, so every word has its variant.
fn source(file: &File, words: &Words) -> String {
    let facets = |ids: &[String]| -> String {
        ids.iter()
            .filter_map(|id| words.facets.get(id))
            .map(|variant| format!("Facet::{variant},"))
            .collect()
    };
    let dimension = |id: &str| {
        words
            .dimensions
            .get(id)
            .map_or("", String::as_str)
            .to_owned()
    };
    let score = |rung: &str| match rung {
        "1" => "Score::One",
        "2" => "Score::Two",
        _ => "Score::Three",
    };
    let mut out = String::from(
        "//! The rubric as constants. Generated by `cargo xtask generate` from `rubric.toml`: edit that, not this.\n\n\
         use super::{Criterion, CriticalRule, Meets, Rubric};\n\
         use crate::{CriticalFailure, Dimension, Facet, Score};\n\n",
    );
    let _ = write!(
        out,
        "pub(super) static RUBRIC: Rubric = Rubric {{ version: {:?}, criteria: &[",
        file.version
    );
    for c in &file.criterion {
        let (in_dimension, _) = c.id.split_once('.').unwrap_or_default();
        let _ = write!(
            out,
            "Criterion {{ id: {:?}, dimension: Dimension::{}, rung: {}, statement: {:?}, checks: &{:?}, facets: &[{}], \
             meets: Meets::{:?}, not_applicable_meets: {}, source: {:?} }},",
            c.id,
            dimension(in_dimension),
            score(&c.rung.to_string()),
            c.statement,
            c.checks,
            facets(&c.facets),
            c.meets,
            c.not_applicable,
            c.source,
        );
    }
    out.push_str("], human_rungs: &[");
    for (in_dimension, rung) in file
        .human_rungs
        .iter()
        .filter_map(|human| human.split_once('/'))
    {
        let _ = write!(
            out,
            "(Dimension::{}, {}),",
            dimension(in_dimension),
            score(rung)
        );
    }
    out.push_str("], critical: &[");
    for rule in &file.critical {
        let variant = words.failures.get(&rule.id).map_or("", String::as_str);
        let _ = write!(
            out,
            "CriticalRule {{ id: CriticalFailure::{variant}, confirmed_by: &{:?}, cleared_by: &{:?}, attested_by: &[{}] }},",
            rule.confirmed_by,
            rule.cleared_by,
            facets(&rule.attested_by),
        );
    }
    out.push_str("] };\n");
    out
}

impl Words {
    /// The words of the engine in this workspace.
    pub(crate) fn of(root: &Path) -> Result<Self, String> {
        Ok(Self::read(
            &read(root, "crates/gate-engine/src/words.rs")?,
            &read(root, "crates/gate-engine/src/facet.rs")?,
        ))
    }

    fn read(words: &str, facets: &str) -> Self {
        Self {
            dimensions: variants(words, "Dimension"),
            failures: variants(words, "CriticalFailure"),
            facets: nested(facets),
        }
    }
}

/// Reads `Variant = "id", …` inside the block that opens with `Name {`.
fn variants(source: &str, name: &str) -> BTreeMap<String, String> {
    let open = format!("{name} {{");
    source
        .lines()
        .skip_while(|line| line.trim() != open)
        .take_while(|line| line.trim() != "}")
        .filter_map(assignment)
        .map(|(variant, id)| (id.to_owned(), variant.to_owned()))
        .collect()
}

/// Reads `Item = "item", "…" {` and the `Variant = "id", …` inside: `item.id` → variant.
fn nested(source: &str) -> BTreeMap<String, String> {
    let mut item = String::new();
    let mut all = BTreeMap::new();
    for line in source.lines().skip_while(|line| line.trim() != "facets! {") {
        match assignment(line) {
            Some((_, id)) if line.ends_with('{') => item = id.to_owned(),
            Some((variant, id)) => {
                all.insert(format!("{item}.{id}"), variant.to_owned());
            }
            None => {}
        }
    }
    all
}

/// Reads `Word = "id"` at the start of a line.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (variant, rest) = line.trim().split_once(" = \"")?;
    let (id, _) = rest.split_once('"')?;
    variant
        .chars()
        .all(char::is_alphanumeric)
        .then_some((variant, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::of(&crate::root()).expect("the engine's source is there")
    }

    fn rubric() -> String {
        read(&crate::root(), FILE).expect("the rubric is there")
    }

    #[test]
    fn reads_the_engine_s_words() {
        let words = words();
        assert_eq!(
            (
                words.dimensions.len(),
                words.failures.len(),
                words.facets.len()
            ),
            (6, 6, 50)
        );
        assert_eq!(
            words
                .facets
                .get("prompts_and_sampling.tool_loops")
                .map(String::as_str),
            Some("PromptsToolLoops")
        );
    }

    #[test]
    fn each_fault_in_the_data_is_named() {
        let good = rubric();
        let swap = |from: &str, to: &str| {
            assert!(good.contains(from), "{from}");
            table(&good.replacen(from, to, 1), &words()).expect_err(to)
        };
        assert!(table(&good, &words()).is_ok());
        assert!(
            swap(
                "facets = [\"tools.input_schemas\"]",
                "facets = [\"tools.input_shapes\"]"
            )
            .contains("`tools.input_shapes` is no facet")
        );
        assert!(swap("rung = 1", "rung = 4").contains("rung 4"));
        assert!(
            swap(
                "id = \"tool_boundaries.valid-schemas\"",
                "id = \"tool_boundaries.listing-complete\""
            )
            .contains("stands twice")
        );
        assert!(
            swap(
                "id = \"verification.names-itself\"",
                "id = \"style.names-itself\""
            )
            .contains("starts with no dimension")
        );
        assert!(
            swap("\"tool_boundaries/3\"", "\"tool_boundaries/4\"").contains("`tool_boundaries/4`")
        );
        assert!(swap("checks = [\"tools-listed\"]", "checks = []").contains("no check is named"));
        assert!(
            swap("\"surface:no-broad-tool\"", "\"surface:no-bread-tool\"")
                .contains("is no check id")
        );
        assert!(
            swap("id = \"auth_unclear\"", "id = \"auth_odd\"")
                .contains("`auth_unclear` is missing")
        );
        assert!(swap("meets = \"observed\"", "meets = \"guessed\"").contains("unknown variant"));
        assert!(
            swap("\nnot_applicable = true", "\nnot_aplicable = true").contains("unknown field")
        );
    }
}
