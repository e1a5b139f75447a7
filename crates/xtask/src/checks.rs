//! `probes/checks.toml` and what the probes cover of it → `probes/checks.md`.

use crate::rubric::Words;
use crate::{Output, catalogue, read};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

const FILE: &str = "probes/checks.toml";

/// The reason that is none yet: the row still waits for its probe.
const TODO: &str = "TODO";

/// The published revisions.
const REVISIONS: [&str; 5] = [
    "2024-11-05",
    "2025-03-26",
    "2025-06-18",
    "2025-11-25",
    "2026-07-28",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<Check>,
}

/// One row.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    id: String,
    revisions: String,
    transport: Transport,
    intrusiveness: Intrusiveness,
    section: String,
    requires: String,
    not_covered: Option<String>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Transport {
    Stdio,
    Http,
    Both,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Intrusiveness {
    Passive,
    ProtocolProbe,
    ActiveNull,
    ActiveCall,
    ExtFetch,
    Human,
}

impl Intrusiveness {
    /// All of them, with the spelling used outside.
    const ALL: [(Self, &str); 6] = [
        (Self::Passive, "passive"),
        (Self::ProtocolProbe, "protocol-probe"),
        (Self::ActiveNull, "active-null"),
        (Self::ActiveCall, "active-call"),
        (Self::ExtFetch, "ext-fetch"),
        (Self::Human, "human"),
    ];

    fn id(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(one, _)| *one == self)
            .map_or("", |(_, id)| id)
    }
}

/// The probes that cover each row.
type Covers = BTreeMap<String, Vec<String>>;

/// The page made from the rows.
pub(crate) fn outputs(root: &Path) -> Result<Vec<Output>, String> {
    let covers = catalogue::covers(root)?;
    let checks = checks(&read(root, FILE)?)?;
    let problems = problems(&checks, &covers, &Words::of(root)?);
    if !problems.is_empty() {
        return Err(problems
            .iter()
            .map(|problem| format!("{FILE}: {problem}\n"))
            .collect());
    }
    Ok(vec![Output {
        path: "probes/checks.md",
        content: page(&checks, &covers),
    }])
}

/// Fails while a row still waits for its probe or its reason. Apart from the rest, so that work may go on meanwhile.
pub(crate) fn finished(root: &Path) -> Result<(), String> {
    let checks = checks(&read(root, FILE)?)?;
    let open: Vec<&str> = checks
        .iter()
        .filter(|check| check.open())
        .map(|check| check.id.as_str())
        .collect();
    match open.as_slice() {
        [] => Ok(()),
        open => Err(format!(
            "{FILE}: {} rows say {TODO} in place of a reason: {}",
            open.len(),
            open.join(", ")
        )),
    }
}

fn checks(text: &str) -> Result<Vec<Check>, String> {
    let file: File = toml::from_str(text).map_err(|error| format!("{FILE}: {error}"))?;
    Ok(file.check)
}

impl Check {
    fn open(&self) -> bool {
        self.not_covered.as_deref() == Some(TODO)
    }

    fn on_stdio(&self) -> bool {
        self.transport != Transport::Http
    }
}

/// Everything that is wrong with the rows, or between them and the probes.
fn problems(checks: &[Check], covers: &Covers, words: &Words) -> Vec<String> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    for check in checks {
        let mut wrong = |what: String| problems.push(format!("`{}` {what}", check.id));
        if !ids.insert(check.id.as_str()) {
            wrong("stands twice".to_owned());
        }
        if !is_range(&check.revisions) {
            wrong(format!(
                "is of the revisions `{}`; use all, DATE, DATE on, to DATE, or DATE to DATE",
                check.revisions
            ));
        }
        if !check.requires.ends_with('.') || check.section.is_empty() {
            wrong("needs a sentence, ending with a full stop, and a section".to_owned());
        }
        match (covers.get(&check.id), check.not_covered.as_deref()) {
            (None, None | Some("")) => {
                wrong("is covered by no probe and does not say why: add `not_covered`".to_owned());
            }
            (Some(probes), Some(_)) => wrong(format!(
                "is covered by {}: its `not_covered` is stale",
                probes.join(" and ")
            )),
            _ => {}
        }
        for facet in facets(check.not_covered.as_deref().unwrap_or_default())
            .filter(|facet| !words.facets.contains_key(*facet))
        {
            wrong(format!("names `{facet}`, which is no facet"));
        }
    }
    for (row, probes) in covers.iter().filter(|(row, _)| !ids.contains(row.as_str())) {
        problems.push(format!(
            "has no row `{row}`, which {} covers",
            probes.join(" and ")
        ));
    }
    problems
}

/// Whether a range is made of published revisions, in their order.
fn is_range(text: &str) -> bool {
    let at = |date: &str| REVISIONS.iter().position(|revision| *revision == date);
    if let Some(last) = text.strip_prefix("to ") {
        return at(last).is_some();
    }
    match text.split_once(" to ") {
        Some((first, last)) => at(first).is_some() && at(first) < at(last),
        None => text == "all" || at(text.strip_suffix(" on").unwrap_or(text)).is_some(),
    }
}

/// What a reason names as a facet: words between backticks with a dot in them.
fn facets(reason: &str) -> impl Iterator<Item = &str> {
    reason
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.contains('.'))
}

/// The page, with counts on top.
fn page(checks: &[Check], covers: &Covers) -> String {
    let covered = |check: &&Check| covers.contains_key(&check.id);
    let stdio: Vec<&Check> = checks.iter().filter(|check| check.on_stdio()).collect();
    let seen = stdio.iter().copied().filter(|check| covered(check)).count();
    let http: Vec<&Check> = checks.iter().filter(|check| !check.on_stdio()).collect();
    let mut out = format!(
        "# Checks\n\nWhat can be checked of a server from outside, and which probe does. Generated by `cargo xtask generate` from \
         `checks.toml` and from what the probes say they cover: edit those, not this.\n\n\
         {} checks. {} apply to a server on stdio: {seen} are covered by a probe, {} are not, and each of those says why. \
         {} apply to HTTP alone: {} covered.\n\n",
        checks.len(),
        stdio.len(),
        stdio.len() - seen,
        http.len(),
        http.iter().copied().filter(|check| covered(check)).count(),
    );
    let open = checks.iter().filter(|check| check.open()).count();
    if open > 0 {
        let _ = writeln!(out, "{open} still wait for a probe or a reason ({TODO}).\n");
    }
    out.push_str("| intrusiveness | on stdio | covered |\n|---|---|---|\n");
    for (kind, id) in Intrusiveness::ALL {
        let of_kind = stdio
            .iter()
            .copied()
            .filter(|check| check.intrusiveness == kind);
        let all = of_kind.clone().count();
        let _ = writeln!(
            out,
            "| {id} | {all} | {} |",
            of_kind.filter(covered).count()
        );
    }
    out.push_str(
        "\n*Passive*: from what is recorded anyway. *Protocol-probe*: a request that does nothing. *Active-null*: a request that names nothing \
         that exists. *Active-call*: a call or a read. *Ext-fetch*: a request to somebody else. *Human*: nothing shows.\n\n\
         | check | what is asked | section | revisions | intrusiveness | covered by |\n|---|---|---|---|---|---|\n",
    );
    for check in checks {
        let probes = covers.get(&check.id).map(Vec::as_slice).unwrap_or_default();
        let by = match check.not_covered.as_deref() {
            Some(reason) => format!("– {reason}"),
            None => probes
                .iter()
                .map(|probe| format!("[`{probe}`]({probe}/probe.toml)"))
                .collect::<Vec<_>>()
                .join(" "),
        };
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            check.id,
            cell(&check.requires),
            cell(&check.section),
            check.revisions,
            check.intrusiveness.id(),
            cell(&by),
        );
    }
    out
}

/// Text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[check]]\nid = \"TL-01\"\nrevisions = \"2025-03-26 on\"\ntransport = \"both\"\nintrusiveness = \"passive\"\n\
        section = \"schema Tool\"\nrequires = \"A tool has a name.\"\n\n\
        [[check]]\nid = \"HT-01\"\nrevisions = \"all\"\ntransport = \"http\"\nintrusiveness = \"human\"\n\
        section = \"x\"\nrequires = \"No.\"\nnot_covered = \"people say it: facet `maintainer.owner`\"\n";

    fn covers(rows: &[&str]) -> Covers {
        rows.iter()
            .map(|row| ((*row).to_owned(), vec!["tool-names".to_owned()]))
            .collect()
    }

    fn problems_of(text: &str, rows: &[&str]) -> String {
        let words = Words::of(&crate::root()).expect("the words are there");
        problems(
            &checks(text).expect("it can be read"),
            &covers(rows),
            &words,
        )
        .join("\n")
    }

    #[test]
    fn rows_and_probes_must_agree() {
        assert_eq!(problems_of(GOOD, &["TL-01"]), "");
        assert!(problems_of(GOOD, &[]).contains("`TL-01` is covered by no probe"));
        assert!(
            problems_of(GOOD, &["TL-01", "HT-01"])
                .contains("`HT-01` is covered by tool-names: its `not_covered` is stale")
        );
        assert!(problems_of(GOOD, &["TL-01", "XX-99"]).contains("no row `XX-99`"));
    }

    #[test]
    fn each_fault_in_a_row_is_named() {
        let swap = |from: &str, to: &str| {
            assert!(GOOD.contains(from), "{from}");
            problems_of(&GOOD.replacen(from, to, 1), &["TL-01"])
        };
        assert!(swap("HT-01", "TL-01").contains("stands twice"));
        assert!(swap("2025-03-26 on", "2025-03-27 on").contains("`2025-03-27 on`"));
        assert!(swap("a name.", "a name").contains("full stop"));
        assert!(swap("maintainer.owner", "maintainer.boss").contains("no facet"));
        assert!(checks(&GOOD.replace("passive", "pasive")).is_err());
    }

    #[test]
    fn ranges_are_made_of_published_revisions() {
        for range in [
            "all",
            "2025-11-25",
            "to 2025-11-25",
            "2025-03-26 to 2025-11-25",
        ] {
            assert!(is_range(range), "{range}");
        }
        for range in ["", "2025-11-25 to 2025-03-26", "to now", "2025-11-25+"] {
            assert!(!is_range(range), "{range}");
        }
    }

    #[test]
    fn the_page_counts_and_links() {
        let page = page(&checks(GOOD).expect("it can be read"), &covers(&["TL-01"]));
        assert!(page.contains(
            "2 checks. 1 apply to a server on stdio: 1 are covered by a probe, 0 are not"
        ));
        assert!(page.contains("| [`tool-names`](tool-names/probe.toml) |"));
        assert!(page.contains("| – people say it: facet `maintainer.owner` |"));
        assert!(!page.contains(TODO));
    }
}
